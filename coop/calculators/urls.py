"""The pages of the calculators."""

from django.urls import path

from coop.calculators import views

app_name = "calculators"
urlpatterns = [
    path("calculators/", views.index, name="index"),
    path("calculators/decision/", views.decision, name="decision"),
    path("calculators/split/", views.split, name="split"),
    path("calculators/surplus/", views.surplus, name="surplus"),
]
