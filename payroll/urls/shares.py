"""Addresses about members' shares."""

from django.urls import path

from payroll.views import shares

urlpatterns = [
    path("shares/", shares.shares, name="shares"),
    path("shares/mine/", shares.mine, name="my-shares"),
    path("shares/mine/ask-back/", shares.ask, name="ask-shares-back"),
    path("shares/mine/<int:year>.pdf", shares.pdf, name="shares-pdf"),
]
