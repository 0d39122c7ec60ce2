"""Values from the environment: good ones are taken, bad ones stop the start with a sentence."""

from pathlib import Path

import pytest

from coop import env


def test_an_absent_value_is_the_default():
    assert env.whole_number("PORT", 8000, least=1, most=65535, environ={}) == 8000
    assert env.text("X", "blue", environ={"X": "  "}) == "blue"
    assert env.hosts("ALLOWED_HOSTS", ["localhost"], environ={}) == ["localhost"]


@pytest.mark.parametrize("value", ["0", "65536", "-1", "80 80", "٣", "http"])
def test_a_port_that_is_none_stops_the_start(value):
    with pytest.raises(env.BadSetting, match="PORT must be a whole number from 1 to 65535"):
        env.whole_number("PORT", 8000, least=1, most=65535, environ={"PORT": value})


def test_a_language_may_be_written_with_an_underscore():
    assert (
        env.one_of("LANGUAGE_CODE", "en", allowed=["es-ar", "en"], environ={"LANGUAGE_CODE": "es_AR"})
        == "es-ar"
    )


@pytest.mark.parametrize("value", ["Mars/Phobos", "../etc/passwd", "/etc/hosts"])
def test_a_time_zone_nobody_knows_stops_the_start(value):
    with pytest.raises(env.BadSetting, match="TIME_ZONE must be a time zone"):
        env.time_zone("TIME_ZONE", "UTC", environ={"TIME_ZONE": value})


@pytest.mark.parametrize("value", ["http://x", "a b", "localhost:8000"])
def test_a_host_with_scheme_or_port_stops_the_start(value):
    with pytest.raises(env.BadSetting, match="ALLOWED_HOSTS"):
        env.hosts("ALLOWED_HOSTS", [], environ={"ALLOWED_HOSTS": value})


def test_hosts_are_separated_by_commas():
    assert env.hosts("A", [], environ={"A": "coop.example, [::1] ,"}) == ["coop.example", "[::1]"]


@pytest.mark.parametrize(
    ("value", "file"),
    [
        ("sqlite:///books.db", "/home/coop/books.db"),
        ("sqlite:////data/books.db", "/data/books.db"),
    ],
)
def test_a_sqlite_address_names_a_file(value, file):
    found = env.database(
        "DATABASE_URL", Path("x"), relative_to=Path("/home/coop"), environ={"DATABASE_URL": value}
    )
    assert found["NAME"] == file
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_address_is_taken_apart():
    value = "postgres://ana:p%40ss@db.example:5433/coop?sslmode=require"
    found = env.database("DATABASE_URL", Path("x"), relative_to=Path("/"), environ={"DATABASE_URL": value})
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "ana",
        "p@ss",
        "db.example",
        "5433",
    )
    assert found["NAME"] == "coop"
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "value",
    [
        "mysql://x/y",
        "postgres://host",
        "postgres://host:port/x",
        "sqlite://",
        "sqlite:///",
        "coop.db",
        "postgres://[",
    ],
)
def test_a_database_we_cannot_use_stops_the_start_without_telling_the_password(value):
    with pytest.raises(env.BadSetting, match="DATABASE_URL") as stopped:
        env.database("DATABASE_URL", Path("x"), relative_to=Path("/"), environ={"DATABASE_URL": value})
    assert repr(value) not in str(stopped.value)


def test_redis_absent_means_embedded():
    assert env.redis_url("REDIS_URL", environ={}) == ""


def test_a_redis_address_that_is_none_stops_the_start():
    with pytest.raises(env.BadSetting, match="REDIS_URL"):
        env.redis_url("REDIS_URL", environ={"REDIS_URL": "http://localhost"})


def test_embedded_the_key_is_made_once_and_kept_to_ourselves(tmp_path):
    first = env.secret("SECRET_KEY", tmp_path / "key", served=False, environ={})
    assert env.secret("SECRET_KEY", tmp_path / "key", served=False, environ={}) == first
    assert len(first) >= 50
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_served_the_key_must_be_given(tmp_path):
    with pytest.raises(env.BadSetting, match="SECRET_KEY is required"):
        env.secret("SECRET_KEY", tmp_path / "key", served=True, environ={})


def test_a_short_key_is_refused(tmp_path):
    with pytest.raises(env.BadSetting, match="at least 32"):
        env.secret("SECRET_KEY", tmp_path / "key", served=True, environ={"SECRET_KEY": "short"})


def test_a_folder_is_made_when_it_is_not_there(tmp_path):
    assert env.folder("COOP_DATA", tmp_path / "a" / "b", environ={}).is_dir()


def test_a_folder_that_is_a_file_stops_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(env.BadSetting, match="COOP_DATA"):
        env.folder("COOP_DATA", tmp_path, environ={"COOP_DATA": str(tmp_path / "file" / "x")})
