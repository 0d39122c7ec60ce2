"""Work in the background: nothing is lost on the way, with either broker."""

import os
import threading
from pathlib import Path

import pytest
from kombu import Connection

from coop import spool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    spool.register()
    return tmp_path / "spool"


def broker(folder: Path) -> Connection:
    options = {"folder": str(folder), "polling_interval": 0.01}
    return Connection("spool://localhost/", transport_options=options)


def say(folder: Path, *words: str) -> None:
    with broker(folder) as connection, connection.SimpleQueue("celery") as queue:
        for word in words:
            queue.put({"word": word})


def hear(folder: Path, *, acknowledge: bool = True) -> str:
    with broker(folder) as connection, connection.SimpleQueue("celery") as queue:
        message = queue.get(block=True, timeout=2)
        if acknowledge:
            message.ack()
        else:
            # As kill -9 would leave it: neither acknowledged nor given back.
            message.channel.qos._delivered.clear()
        return message.payload["word"]


def test_messages_come_in_the_order_they_were_sent(folder):
    say(folder, "one", "two", "three")
    assert [hear(folder) for _ in range(3)] == ["one", "two", "three"]


def test_an_acknowledged_message_leaves_nothing_behind(folder):
    say(folder, "one")
    hear(folder)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_message_whose_worker_died_is_put_back_on_the_next_start(folder):
    say(folder, "one")
    assert hear(folder, acknowledge=False) == "one"
    assert spool.recover(folder) == 1
    assert hear(folder) == "one"
    assert spool.recover(folder) == 0


def test_a_message_half_written_is_not_seen(folder):
    say(folder, "whole")
    (folder / "waiting" / ".half.tmp").write_text("{")
    assert hear(folder) == "whole"


def test_what_is_no_message_is_thrown_away_on_the_next_start(folder):
    (folder / "taken").mkdir(parents=True)
    (folder / "taken" / "rubbish").write_text("not ours")
    assert spool.recover(folder) == 0
    assert list((folder / "taken").iterdir()) == []


@pytest.mark.thorough
def test_four_that_write_and_two_that_read_lose_nothing(folder):
    heard: list[str] = []

    def write(name: int) -> None:
        say(folder, *(f"{name}-{number}" for number in range(50)))

    def read() -> None:
        with broker(folder) as connection, connection.SimpleQueue("celery") as queue:
            while len(heard) < 200:
                try:
                    message = queue.get(block=True, timeout=0.3)
                except queue.Empty:
                    continue
                message.ack()
                heard.append(message.payload["word"])

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    threads += [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(heard) == sorted(f"{name}-{number}" for name in range(4) for number in range(50))


def test_a_message_goes_through_redis():
    address = os.environ.get("TEST_REDIS_URL")
    if not address:
        pytest.skip("no Redis here: TEST_REDIS_URL is not set (`python3 manage.py test` sets it)")
    with Connection(address) as connection, connection.SimpleQueue("test-coop") as queue:
        queue.put({"word": "hello"})
        message = queue.get(block=True, timeout=5)
        message.ack()
        assert message.payload == {"word": "hello"}


def test_every_room_with_a_sweep_is_swept_each_minute(settings):
    from celery import current_app

    current_app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["schedule"] == 60.0
        assert entry["task"] in current_app.tasks
