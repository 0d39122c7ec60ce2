"""Addresses about members."""

from django.urls import path

from members.views import absences, register, signing_in

app_name = "members"
urlpatterns = [
    path("sign-in/", signing_in.sign_in_page, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("card/<str:secret>/", signing_in.card, name="card"),
    path("me/absences/", absences.my_absences, name="my-absences"),
    path("me/absences/<int:absence_id>/take-back/", absences.take_back, name="take-back-absence"),
    path("absences/", absences.away, name="away"),
    path("me/pin/", signing_in.change_pin, name="change-pin"),
    path("members/", register.members, name="members"),
    path("members/import/", register.import_page, name="import"),
    path("members/<int:number>/", register.member, name="member"),
    path("cards/", register.cards, name="cards"),
]
