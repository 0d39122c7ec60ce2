"""From a clean clone: the environment makes itself, and says in a sentence what it cannot do."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coop import bootstrap, suite

REQUIREMENTS = [bootstrap.HERE / file for file in bootstrap.GROUPS["browser"]]


def test_without_venv_an_ordinary_user_is_told_the_one_command(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt-get install -y python3-venv"):
        bootstrap._make_environment()


def test_a_changed_lock_is_installed_anew(monkeypatch, tmp_path):
    (tmp_path / "requirements.txt").write_text("a==1")
    (tmp_path / "python").touch()
    monkeypatch.setattr(bootstrap, "HERE", tmp_path)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "python")
    assert not bootstrap.ready("run")
    bootstrap._mark("requirements.txt").write_text(bootstrap._fingerprint("requirements.txt"))
    assert bootstrap.ready("run")
    (tmp_path / "requirements.txt").write_text("a==2")
    assert not bootstrap.ready("run")


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_what_we_install_is_locked_by_hash_and_names_no_place(file):
    text = file.read_text()
    assert "://" not in text
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", requirement)
        assert "--hash=sha256:" in requirement


def test_the_door_and_the_bootstrap_need_the_standard_library_alone():
    code = "import sys; sys.path.insert(0, '.'); import coop.bootstrap, coop.suite, coop.supervisor, coop.env"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=bootstrap.HERE)
    assert done.returncode == 0


def test_the_closing_line_sums_all_runs(tmp_path):
    found = suite.Sum()
    for name, numbers in {"a": (10, 1, 1, 2), "b": (5, 0, 0, 0)}.items():
        tests, failures, errors, skipped = numbers
        (tmp_path / name).write_text(
            f'<testsuites><testsuite tests="{tests}" failures="{failures}" errors="{errors}" '
            f'skipped="{skipped}"/></testsuites>'
        )
        found.add(tmp_path / name, 1 if failures else 0)
    assert found.closing_line() == "11 passed, 2 failed, 2 skipped"
    assert found.code == 1


def test_no_journeys_yet_is_no_failure(tmp_path):
    found = suite.Sum()
    found.add(tmp_path / "nothing", suite.NOTHING_COLLECTED)
    assert found.code == 0


def test_a_run_that_died_without_a_report_is_a_failure(tmp_path):
    found = suite.Sum()
    found.add(Path(tmp_path / "nothing"), 137)
    assert found.code == 137
