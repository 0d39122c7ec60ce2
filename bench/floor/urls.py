"""The floor's addresses."""

from django.urls import path

from bench.floor import views

urlpatterns = [path("insert/", views.insert), path("twenty/", views.twenty)]
