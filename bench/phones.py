"""A hall of phones: keep-alive connections that post and get over HTTP on this machine, and count time.

Standard library only. Every run is bounded by its list of requests; the address is always loopback.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing a phone does."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None


@dataclass(kw_only=True)
class Result:
    """What a hall saw: seconds for each answer, in no order, and how many answers were not as expected."""

    wall_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)
    bad: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall_seconds if self.wall_seconds else 0.0

    def percentile(self, part: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def rush(*, port: int, phones: Sequence[Sequence[Request]], within: float, expect: frozenset[int]) -> Result:
    """Let every phone do its requests in order, each beginning at its own moment of `within` seconds.

    Moments are evenly spread: nobody waits for anybody, as in a hall. `seconds` are those of the last request
    of each phone: the ballot.
    """
    result, lock = Result(), threading.Lock()
    began = time.perf_counter()

    def phone(moment: float, requests: Sequence[Request]) -> None:
        time.sleep(max(0.0, began + moment - time.perf_counter()))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for request in requests:
            sent = time.perf_counter()
            connection.request(request.method, request.path, body=request.body, headers=request.headers)
            answer = connection.getresponse()
            answer.read()
            took = time.perf_counter() - sent
            if answer.status not in expect:
                with lock:
                    result.bad[answer.status] = result.bad.get(answer.status, 0) + 1
        connection.close()
        with lock:
            result.seconds.append(took)

    threads = [
        threading.Thread(target=phone, args=(within * nth / len(phones), requests))
        for nth, requests in enumerate(phones)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.wall_seconds = time.perf_counter() - began
    return result


def hall(*, port: int, requests: Sequence[Request], phones: int, expect: frozenset[int]) -> Result:
    """Let that many phones work through the requests, each on one connection of its own."""
    result, lock, queue = Result(), threading.Lock(), iter(requests)

    def phone() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                request = next(queue, None)
            if request is None:
                connection.close()
                return
            began = time.perf_counter()
            connection.request(request.method, request.path, body=request.body, headers=request.headers)
            answer = connection.getresponse()
            answer.read()
            took = time.perf_counter() - began
            with lock:
                result.seconds.append(took)
                if answer.status not in expect:
                    result.bad[answer.status] = result.bad.get(answer.status, 0) + 1

    threads = [threading.Thread(target=phone) for _ in range(phones)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.wall_seconds = time.perf_counter() - began
    return result
