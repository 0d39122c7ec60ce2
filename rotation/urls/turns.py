"""Addresses about turns at the table."""

from django.urls import path

from rotation.views import turns

TURNS = [
    path("turns/", turns.table, name="turns"),
    path("duties/<id:duty_id>/swap/", turns.swap, name="swap"),
    path("duties/<id:duty_id>/cannot-come/", turns.cannot_come, name="cannot-come"),
    path("duties/<id:duty_id>/steps/<id:step>/", turns.tick, name="tick"),
    path("duties/<id:duty_id>/missed/", turns.missed, name="missed"),
    path("duties/<id:duty_id>/make-up/take/", turns.take, name="take-make-up"),
    path("duties/<id:duty_id>/make-up/move/", turns.move, name="move-make-up"),
    path("covers/<id:cover_id>/<slug:step>/", turns.cover, name="cover"),
    path("swaps/<id:swap_id>/agree/", turns.agree, name="agree-swap"),
    path("swaps/<id:swap_id>/end/", turns.end, name="end-swap"),
]
