"""Addresses about posts."""

from django.urls import path

from rotation.urls.plans import PLANS
from rotation.urls.turns import TURNS
from rotation.views import (
    calendars,
    decided,
    draws,
    duties,
    handing_over,
    learning,
    posts,
    powers,
    recalling,
    seeing,
    wishes,
)

app_name = "rotation"
urlpatterns = [
    *PLANS,
    *TURNS,
    path("duties/", duties.my_duties, name="duties"),
    path("duties/<int:duty_id>/done/", duties.done, name="done"),
    path("motions/<int:motion_id>/tasks/", decided.give_task, name="give-task"),
    path("mandates/<int:mandate_id>/step-down/", duties.step_down, name="step-down"),
    path("handovers/<int:handover_id>/", handing_over.handover, name="handover"),
    path("duties/calendar/", calendars.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendars.feed, name="feed"),
    path("draws/", draws.draws, name="draws"),
    path("draws/<int:draw_id>/", draws.draw, name="draw"),
    path("mandates/<int:mandate_id>/recall/", recalling.recall, name="recall"),
    path("powers/", powers.powers, name="powers"),
    path("power/", seeing.seen, name="seen"),
    path("power/months/", seeing.months, name="seen-months"),
    path("power/trained/", seeing.trained, name="trained"),
    path("power/what-if/", seeing.what_if, name="what-if"),
    path("duties/burden/", seeing.my_burden, name="my-burden"),
    path("members/<int:number>/burden/", seeing.burden, name="burden"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<slug:code>/", posts.post, name="post"),
    path("posts/<slug:code>/wish/", wishes.wish, name="wish"),
    path("posts/<slug:code>/decline/", wishes.decline, name="decline"),
    path("mandates/<int:mandate_id>/shadow/", learning.shadow, name="shadow"),
    path("shadows/<int:shadow_id>/confirm/", learning.confirm, name="confirm-shadow"),
    path("shadows/<int:shadow_id>/leave/", learning.leave, name="leave-shadow"),
    path("skills/", learning.skills, name="skills"),
]
