"""The founding page's address."""

from django.urls import path

from coop.founding import views

app_name = "founding"
urlpatterns = [path("", views.found_page, name="found")]
