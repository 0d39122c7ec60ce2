"""Addresses about posts."""

from django.urls import path

from rotation import views

app_name = "rotation"
urlpatterns = [
    path("duties/", views.my_duties, name="duties"),
    path("duties/<int:duty_id>/done/", views.done, name="done"),
    path("mandates/<int:mandate_id>/step-down/", views.step_down, name="step-down"),
    path("posts/", views.posts, name="posts"),
    path("posts/<slug:code>/", views.post, name="post"),
]
