"""Work in the background: the Celery app, and what a worker does when it starts."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_init
from django.conf import settings

from coop import spool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")

# Said to root because pickled messages could run anything; ours are JSON, which cannot.
warnings.filterwarnings("ignore", category=SecurityWarning)

spool.register()
app = Celery("coop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def take_up_what_was_left(**about: object) -> None:
    """Embedded, the one worker puts back what an earlier one was doing when it was cut off."""
    if not settings.SERVED:
        spool.recover(settings.SPOOL)
