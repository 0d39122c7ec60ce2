"""The addresses. Each room brings its own; the roof adds the home page, health and what spans the rooms."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from coop import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("", include("coop.calculators.urls")),
    *[path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")],
]
