"""Live counts while a hall votes: one watcher per process, any number of phones.

The watcher asks once per half second, one query for all watched motions, and hands each new state to every
phone as bytes made once. A phone that is slow sees the newest state only. Nobody listening, nobody asking.

What is shown comes from `assemblies.reports.live_counts(motion_ids)`, which answers

    dict[int, LiveCount]      # a motion that does not exist, or is not shown live, is absent

where a LiveCount has

    version: int              # grows whenever what is shown changes; it is what a phone says it has seen
    html: Mapping[str, str]   # language code ("es-ar", "en") → one HTML fragment, with one root element
    is_final: bool            # voting has closed: the phone gets this state and the stream ends

The page makes its address with `assemblies.listening.live_address(motion_id, language)` (a signed token:
no session, no database and no middleware stands on that path), listens with EventSource for the event
`count`, and reads the fragment from its data. `?once` answers the fragment itself with an ETag, for phones
behind proxies that break streams.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from django.db import close_old_connections

from assemblies.listening import watched

ASK_EVERY = 0.5
KEEP_ALIVE_AFTER = 15.0

log = logging.getLogger(__name__)


class LiveCount(Protocol):
    """What a motion shows while people vote on it."""

    @property
    def version(self) -> int: ...
    @property
    def html(self) -> Mapping[str, str]: ...
    @property
    def is_final(self) -> bool: ...


#: motion id → what it shows
Counts = Mapping[int, LiveCount]
#: what one listener watches
Watched = tuple[int, str]


class Hub:
    """Who listens to what in this process, and what they saw last."""

    def __init__(self, read: Callable[[list[int]], Counts], *, ask_every: float = ASK_EVERY) -> None:
        self.read = read
        self.ask_every = ask_every
        self.listeners: dict[int, set[asyncio.Queue[LiveCount]]] = {}
        self.latest: dict[int, LiveCount] = {}
        self.watcher: asyncio.Task[None] | None = None
        self.polled: dict[int, tuple[float, LiveCount | None]] = {}
        self.one_at_a_time = asyncio.Lock()
        self.thread = ThreadPoolExecutor(1, "live")  # one thread, one database connection

    async def now(self, motion_id: int) -> LiveCount | None:
        """What a motion shows now: from memory while somebody listens, else asked, seldom."""
        if motion_id in self.listeners and motion_id in self.latest:
            return self.latest[motion_id]
        async with self.one_at_a_time:
            asked_at, count = self.polled.get(motion_id, (0.0, None))
            if not asked_at or time.monotonic() - asked_at >= self.ask_every:
                count = (await self._ask([motion_id])).get(motion_id)
                self.polled[motion_id] = (time.monotonic(), count)
            return count

    async def states(self, motion_id: int, seen: str = "") -> AsyncGenerator[LiveCount | None, None]:
        """Each new state of a motion, from the present one on unless `seen` names it; None keeps alive."""
        queue: asyncio.Queue[LiveCount] = asyncio.Queue(1)
        self.listeners.setdefault(motion_id, set()).add(queue)
        try:
            if self.watcher is None or self.watcher.done():
                self.watcher = asyncio.create_task(self._watch())
            count = self.latest.get(motion_id)
            while True:
                if count is not None and str(count.version) != seen:
                    seen = str(count.version)
                    yield count
                if count is not None and count.is_final:
                    return
                try:
                    count = await asyncio.wait_for(queue.get(), KEEP_ALIVE_AFTER)
                except TimeoutError:
                    count = None
                    yield None
        finally:
            self._leave(motion_id, queue)

    def _leave(self, motion_id: int, queue: asyncio.Queue[LiveCount]) -> None:
        others = self.listeners.get(motion_id)
        if others is not None:
            others.discard(queue)
            if not others:
                del self.listeners[motion_id]
                self.latest.pop(motion_id, None)

    async def _watch(self) -> None:
        """Ask while somebody listens. A database that does not answer is asked again, never given up."""
        while self.listeners:
            try:
                fresh = await self._ask(list(self.listeners))
            except Exception:
                log.exception("The live count could not be read; asking again.")
                fresh = {}
            for motion_id, count in fresh.items():
                before = self.latest.get(motion_id)
                if before is None or before.version != count.version:
                    self.latest[motion_id] = count
                    for queue in self.listeners.get(motion_id, ()):
                        with contextlib.suppress(asyncio.QueueEmpty):
                            queue.get_nowait()
                        queue.put_nowait(count)
            await asyncio.sleep(self.ask_every)

    async def _ask(self, motion_ids: list[int]) -> Counts:
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._read, motion_ids)

    def _read(self, motion_ids: list[int]) -> Counts:
        try:
            return self.read(motion_ids)
        finally:
            close_old_connections()


Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]


async def door(hub: Hub, scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer /live/<token>, as a stream or with ?once."""
    headers = dict(scope["headers"])
    target = watched(scope["path"].removeprefix("/live/"))
    if scope["method"] not in ("GET", "HEAD"):
        await _answer(send, 405)
    elif target is None:
        await _answer(send, 403)
    elif b"once" in scope["query_string"].split(b"&"):
        await _once(hub, target, headers.get(b"if-none-match", b""), send)
    else:
        await _stream(hub, target, headers.get(b"last-event-id", b"").decode("latin-1"), receive, send)


async def _once(hub: Hub, target: Watched, known: bytes, send: Send) -> None:
    """The fragment, or 304 where the phone has it already."""
    motion_id, language = target
    try:
        count = await hub.now(motion_id)
    except Exception:
        log.exception("The live count could not be read.")
        await _answer(send, 503)
        return
    if count is None:
        await _answer(send, 404)
        return
    tag = b'"%d"' % count.version
    caching = [(b"etag", tag), (b"cache-control", b"no-cache")]
    if known == tag:
        await _answer(send, 304, headers=caching)
        return
    kind = (b"content-type", b"text/html; charset=utf-8")
    await _answer(send, 200, headers=[*caching, kind], body=_fragment(count, language).encode())


async def _stream(hub: Hub, target: Watched, seen: str, receive: Receive, send: Send) -> None:
    """States as server-sent events until the phone leaves or voting closes."""
    motion_id, language = target
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-cache, no-transform"),
        (b"x-accel-buffering", b"no"),
        *SAFETY,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})

    async def until_gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    async def feed() -> None:
        async with contextlib.aclosing(hub.states(motion_id, seen)) as states:
            async for count in states:
                body = b": still here\n\n" if count is None else _event(count, language)
                await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"event: end\ndata: end\n\n"})

    tasks = {asyncio.create_task(until_gone()), asyncio.create_task(feed())}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _event(count: LiveCount, language: str) -> bytes:
    """One server-sent event. A line break inside the fragment needs a data field of its own."""
    lines = "\n".join(f"data: {line}" for line in _fragment(count, language).splitlines() if line.strip())
    return f"id: {count.version}\nevent: count\n{lines}\n\n".encode()


def _fragment(count: LiveCount, language: str) -> str:
    return count.html.get(language) or next(iter(count.html.values()), "")


SAFETY = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


async def _answer(
    send: Send, status: int, *, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b""
) -> None:
    length = (b"content-length", str(len(body)).encode())
    extra = [] if status == 304 else [length]
    start = {"type": "http.response.start", "status": status, "headers": [*(headers or []), *extra, *SAFETY]}
    await send(start)
    await send({"type": "http.response.body", "body": body})
