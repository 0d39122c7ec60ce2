"""The addresses. Each room brings its own; the roof adds what spans them."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from coop import views
from coop.api import api
from coop.home import views as home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("me/", home.me, name="me"),
    path("me/how/", home.how, name="how"),
    path("notices/<int:notice_id>/read/", home.read, name="read-notice"),
    path("record/", home.the_record, name="record"),
    path("record/verify/", home.verify, name="verify"),
    path("language/", views.language, name="language"),
    path("manifest.webmanifest", views.manifest),
    path("sw.js", views.worker),
    path("offline/", views.offline),
    path("founding/", include("coop.founding.urls")),
    path("api/v1/", api.urls),
    path("", include("coop.calculators.urls")),
    *[path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")],
]

handler400 = "coop.errors.bad_request"
handler403 = "coop.errors.forbidden"
handler404 = "coop.errors.not_found"
handler500 = "coop.errors.fault"
