"""A broker for one machine: a folder of messages, each a file, that survives kill -9 and power cuts.

Kombu's filesystem transport opens a message under its final name and then writes it, so that a reader can
take an empty file, and forgets a message once it is taken. Here a message

1. is written under a hidden name, forced to the disk and renamed (so it appears whole or not at all);
2. is claimed by renaming it into `taken/` (so only one reader gets it);
3. is deleted when its work is acknowledged, and put back by `recover` when the worker was cut off before.

One worker per spool; any number of processes may add messages.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


def register() -> None:
    """Let broker addresses begin with spool://."""
    TRANSPORT_ALIASES["spool"] = "coop.spool:Transport"


class Channel(virtual.Channel):
    """Reads and writes the folder named by the transport option `folder`."""

    @property
    def waiting(self) -> Path:
        return _made(Path(self.connection.client.transport_options["folder"]) / "waiting")

    @property
    def taken(self) -> Path:
        return _made(Path(self.connection.client.transport_options["folder"]) / "taken")

    def _put(self, queue: str, payload: Mapping[str, Any], **about: Any) -> None:
        tag = payload["properties"]["delivery_tag"]
        hidden = self.waiting / f".{tag}.tmp"
        with hidden.open("wb") as file:
            file.write(str_to_bytes(dumps(payload)))
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(self.waiting / _file_name(tag, queue))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for name in sorted(os.listdir(self.waiting)):
            if not name.endswith(f".{queue}.msg"):
                continue
            tag = name.partition(".")[0].partition("_")[2]
            try:
                claimed = (self.waiting / name).rename(self.taken / tag)
            except FileNotFoundError:
                continue  # another thread was faster
            return loads(bytes_to_str(claimed.read_bytes()))
        raise Empty

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        super().basic_ack(delivery_tag, multiple)
        (self.taken / delivery_tag).unlink(missing_ok=True)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        (self.taken / delivery_tag).unlink(missing_ok=True)
        super().basic_reject(delivery_tag, requeue)

    def _size(self, queue: str) -> int:
        return sum(name.endswith(f".{queue}.msg") for name in os.listdir(self.waiting))

    def _purge(self, queue: str) -> int:
        names = [name for name in os.listdir(self.waiting) if name.endswith(f".{queue}.msg")]
        for name in names:
            (self.waiting / name).unlink(missing_ok=True)
        return len(names)


class Transport(virtual.Transport):
    """spool://localhost/ with the transport option `folder`."""

    Channel = Channel
    implements = virtual.Transport.implements.extend(
        asynchronous=False, exchange_type=frozenset(["direct", "topic", "fanout"])
    )
    global_state = virtual.BrokerState()
    default_port = 0
    driver_type = "spool"
    driver_name = "spool"

    def __init__(self, client: Any, **options: Any) -> None:
        super().__init__(client, **options)
        self.state = self.global_state

    def driver_version(self) -> str:
        return "1"


def recover(folder: Path) -> int:
    """Put back every message that was taken but never acknowledged; how many.

    Only before the one worker starts.
    """
    back = 0
    for taken in sorted(_made(folder / "taken").iterdir()):
        try:
            queue = loads(bytes_to_str(taken.read_bytes()))["properties"]["delivery_info"]["routing_key"]
        except (ValueError, KeyError):
            taken.unlink()  # not a message of ours
            continue
        taken.rename(_made(folder / "waiting") / _file_name(taken.name, queue))
        back += 1
    return back


def _file_name(tag: str, queue: str) -> str:
    """Sorts by the moment it was added; ends with its queue."""
    return f"{time.time_ns():020d}_{tag}.{queue}.msg"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
