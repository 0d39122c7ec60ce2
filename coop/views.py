"""Pages of the roof."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from members.gate import open_page


@open_page
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 otherwise: for proxies and containers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
