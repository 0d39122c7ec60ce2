"""The server's entry: /live/… is answered here in the event loop, everything else by Django in threads.

Django's own ASGI handler costs five to nine times the processor per page (each middleware hops between
threads), and a stream inside Django keeps a thread and a database connection per phone. So pages go to
Django's WSGI handler, whose few threads keep their database connections, and a stream costs a queue.
"""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coop.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

pages: Any = WSGIMiddleware(cast("Any", get_wsgi_application()), workers=8)

from coop import live  # noqa: E402 - needs the settings, which get_wsgi_application has loaded


def counts(motion_ids: list[int]) -> live.Counts:
    """What the watched motions show now."""
    from assemblies import reports

    return reports.live_counts(motion_ids)


hub = live.Hub(counts)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Tell what is asked for apart."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"].startswith("/live/"):
        await live.door(hub, scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
