"""The live count: one question for all, the newest state for each, and a door without streams."""

import asyncio
from dataclasses import dataclass, field

import pytest
from django.core import signing

from assemblies.listening import live_address, watched
from coop import live


@dataclass(frozen=True)
class Count:
    version: int
    html: dict[str, str] = field(default_factory=lambda: {"es-ar": "<p>sí</p>", "en": "<p>yes</p>"})
    is_final: bool = False


class Hall:
    """Stands in for the reports: what is shown now, and how often it was asked for."""

    def __init__(self, **counts: Count) -> None:
        self.counts = {int(key.removeprefix("m")): count for key, count in counts.items()}
        self.asked: list[list[int]] = []

    def __call__(self, motion_ids: list[int]) -> dict[int, Count]:
        self.asked.append(sorted(motion_ids))
        return {pk: self.counts[pk] for pk in motion_ids if pk in self.counts}


async def ask(
    hub: live.Hub, path: str, *, query: bytes = b"", method: str = "GET", until: int = 0, **headers: str
):
    """What the door answers, as (status, headers, body); a stream is left after `until` chunks."""
    sent: list[dict] = []
    enough = asyncio.Event()

    async def send(message):
        sent.append(message)
        if until and sum(m["type"] == "http.response.body" for m in sent) >= until:
            enough.set()

    async def receive():
        await enough.wait()
        return {"type": "http.disconnect"}

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "query_string": query, "method": method, "headers": pairs}
    await asyncio.wait_for(live.door(hub, scope, receive, send), 5)
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


def quick_hub(hall: Hall) -> live.Hub:
    return live.Hub(hall, ask_every=0.01)


def test_a_token_that_is_not_ours_is_refused():
    assert asyncio.run(ask(live.Hub(Hall()), "/live/forged"))[0] == 403


def test_a_token_signed_for_something_else_is_refused():
    token = signing.dumps([1, "en"], salt="something else")
    assert watched(token) is None


def test_a_motion_that_is_not_shown_live_is_not_found():
    assert asyncio.run(ask(live.Hub(Hall()), live_address(7, "en"), query=b"once"))[0] == 404


def test_only_reading_is_possible():
    assert asyncio.run(ask(live.Hub(Hall()), live_address(7, "en"), method="POST"))[0] == 405


def test_once_answers_the_fragment_in_the_language_of_the_page():
    hub = live.Hub(Hall(m7=Count(3)))
    status, headers, body = asyncio.run(ask(hub, live_address(7, "en"), query=b"once"))
    assert (status, headers[b"etag"], body) == (200, b'"3"', b"<p>yes</p>")
    assert b"default-src 'none'" in headers[b"content-security-policy"]


def test_once_answers_nothing_new_to_who_has_seen_it():
    hub = live.Hub(Hall(m7=Count(3)))
    status, _, body = asyncio.run(ask(hub, live_address(7, "en"), query=b"once", if_none_match='"3"'))
    assert (status, body) == (304, b"")


def test_a_stream_begins_with_the_present_state():
    hub = quick_hub(Hall(m7=Count(3)))
    status, headers, body = asyncio.run(ask(hub, live_address(7, "es-ar"), until=2))
    assert (status, headers[b"content-type"]) == (200, b"text/event-stream")
    assert body == "retry: 3000\n\nid: 3\nevent: count\ndata: <p>sí</p>\n\n".encode()


def test_a_stream_ends_when_voting_has_closed():
    hub = quick_hub(Hall(m7=Count(9, is_final=True)))
    body = asyncio.run(ask(hub, live_address(7, "en")))[2]
    assert body.endswith(b"data: <p>yes</p>\n\nevent: end\ndata: end\n\n")
    assert hub.listeners == {}


def test_who_comes_back_is_not_told_again_what_they_saw():
    async def story():
        hub = quick_hub(hall := Hall(m7=Count(3)))
        listening = asyncio.ensure_future(anext(hub.states(7, seen="3")))
        await asyncio.sleep(0.05)
        assert not listening.done()
        hall.counts[7] = Count(4)
        assert (await asyncio.wait_for(listening, 2)).version == 4

    asyncio.run(story())


def test_five_hundred_phones_are_one_question():
    async def story():
        hall = Hall(m1=Count(1), m2=Count(5))
        hub = live.Hub(hall, ask_every=60)
        streams = [hub.states(1 + number % 2) for number in range(500)]
        seen = await asyncio.gather(*(anext(stream) for stream in streams))
        assert sorted({count.version for count in seen}) == [1, 5]
        assert hall.asked == [[1, 2]]
        for stream in streams:
            await stream.aclose()
        assert hub.listeners == {}
        hub.watcher.cancel()

    asyncio.run(story())


def test_five_hundred_phones_that_poll_are_one_question():
    async def story():
        hall = Hall(m1=Count(1))
        hub = live.Hub(hall, ask_every=60)
        answers = await asyncio.gather(*(ask(hub, live_address(1, "en"), query=b"once") for _ in range(500)))
        assert {status for status, _, _ in answers} == {200}
        assert hall.asked == [[1]]

    asyncio.run(story())


def test_a_poll_says_when_the_database_does_not_answer(caplog):
    def away(motion_ids):
        raise RuntimeError("away")

    assert asyncio.run(ask(live.Hub(away), live_address(1, "en"), query=b"once"))[0] == 503


def test_a_slow_phone_sees_the_newest_state_only():
    async def story():
        hub = quick_hub(hall := Hall(m1=Count(1)))
        stream = hub.states(1)
        assert (await anext(stream)).version == 1
        for version in range(2, 6):
            hall.counts[1] = Count(version)
            await asyncio.sleep(0.03)
        assert (await anext(stream)).version == 5
        await stream.aclose()

    asyncio.run(story())


def test_a_database_that_does_not_answer_is_asked_again(caplog):
    async def story():
        broken = [True]

        def read(motion_ids):
            if broken and broken.pop():
                raise RuntimeError("away")
            return {1: Count(2)}

        stream = live.Hub(read, ask_every=0.01).states(1)
        assert (await asyncio.wait_for(anext(stream), 2)).version == 2
        await stream.aclose()

    asyncio.run(story())
    assert "could not be read" in caplog.text


@pytest.mark.parametrize("fragment", ["<p>a</p>\n<p>b</p>\n", "<p>a</p>\r\n<p>b</p>"])
def test_a_line_break_cannot_end_an_event_early(fragment):
    count = Count(1, html={"en": fragment})
    assert live._event(count, "en") == b"id: 1\nevent: count\ndata: <p>a</p>\ndata: <p>b</p>\n\n"
