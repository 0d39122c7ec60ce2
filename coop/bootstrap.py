"""How a clean clone makes its own environment, with the standard library alone.

1. `.venv` is made beside manage.py if it is not there or does not work.
2. The hash-locked requirements are installed into it, once per change of those files.
3. The process carries on inside it.

No package index is named: pip's own configuration decides. Where Debian ships Python without ensurepip,
root gets `python3-venv` installed and anybody else is told the one command.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"

#: What to install for which purpose; each includes those before it.
GROUPS = {
    "run": ("requirements.txt",),
    "dev": ("requirements.txt", "requirements-dev.txt"),
    "bench": ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt"),
    "browser": ("requirements.txt", "requirements-dev.txt", "requirements-browser.txt"),
}
DEVELOPER_COMMANDS = ("test", "check_all", "translations", "makemessages", "bench")


def enter(group: str) -> None:
    """Make the environment ready for `group` and be inside it, or end the process with a sentence."""
    if not ready(group):
        prepare(group)
    if Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606


def ready(group: str) -> bool:
    """Whether everything `group` needs is installed, and by this version of Python."""
    return PYTHON.exists() and all(
        _mark(file).exists() and _mark(file).read_text() == _fingerprint(file) for file in GROUPS[group]
    )


def prepare(group: str) -> None:
    """Install what `group` needs. Two that start together wait for one another."""
    door = os.open(HERE, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        if ready(group):
            return
        if not _works():
            _make_environment()
        for file in GROUPS[group]:
            if not (_mark(file).exists() and _mark(file).read_text() == _fingerprint(file)):
                _install(file)
    finally:
        os.close(door)


def _make_environment() -> None:
    say("Making an environment in .venv …")
    if importlib.util.find_spec("ensurepip") is None:
        command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "python3-venv"]
        if os.geteuid() != 0:
            sys.exit(
                "Python's venv module is missing. Run this once, then again: sudo "
                + " ".join(command[:3])
                + " python3-venv"
            )
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        try:
            subprocess.check_call(["apt-get", "update", "-q"], stdout=sys.stderr, env=environment)
            subprocess.check_call(command, stdout=sys.stderr, env=environment)
        except (OSError, subprocess.CalledProcessError):
            sys.exit(
                "Python's venv module is missing. Install the package python3-venv, then run this again."
            )
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(f"Could not make {ENVIRONMENT.name}: {problem}")


def _install(file: str) -> None:
    say(f"Installing {file} (the first time takes a minute) …")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(HERE / file)], stdout=sys.stderr
    )
    if done.returncode:
        sys.exit(f"Could not install {file}: pip says why above. The first start needs the internet.")
    _mark(file).write_text(_fingerprint(file))


def _works() -> bool:
    """Whether the environment that is there was made by this version of Python and has a working pip."""
    libraries = ENVIRONMENT / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not (PYTHON.exists() and libraries.exists()):
        return False
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0


def _mark(file: str) -> Path:
    return ENVIRONMENT / f"{file}.installed"


def _fingerprint(file: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{hashlib.sha256((HERE / file).read_bytes()).hexdigest()} {version}"


def say(sentence: str) -> None:
    """To the error stream, so that commands whose output is read by programs stay clean."""
    print(sentence, file=sys.stderr, flush=True)
