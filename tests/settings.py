"""Settings of the tests: the real ones, with data in a folder of its own and nothing slow on purpose."""

import atexit
import os
import shutil
import tempfile

os.environ["COOP_DATA"] = tempfile.mkdtemp(prefix="coop-tests-")
atexit.register(shutil.rmtree, os.environ["COOP_DATA"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "a key for tests only, which never signs anything real")

from coop.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
(COOP_DATA / "static").mkdir()  # noqa: F405 - WhiteNoise misses it otherwise

#: Tests see each change at once.
SHARED_SECONDS = 0
