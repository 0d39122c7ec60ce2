"""Addresses about plans."""

from django.urls import path

from rotation.views import plans

PLANS = [
    path("plans/", plans.plans, name="plans"),
    path("plans/make/", plans.make, name="make-plan"),
    path("plans/<id:plan_id>/", plans.plan, name="plan"),
    path("plans/<id:plan_id>/seen/", plans.seen, name="plan-seen"),
    path("plans/<id:plan_id>/seats/<id:seat_id>/", plans.seat, name="planned-seat"),
]
