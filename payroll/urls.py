"""Addresses about pay and surplus."""

from django.urls import path

from payroll import views

app_name = "payroll"
urlpatterns = [
    path("pay/", views.mine, name="mine"),
    path("pay/power/", views.power, name="power"),
    path("pay/slips/<int:slip_id>/", views.slip, name="slip"),
    path("pay/slips/<int:slip_id>.pdf", views.slip_pdf, name="slip-pdf"),
    path("pay/runs/", views.runs, name="runs"),
    path("pay/runs/prepare/", views.prepare, name="prepare"),
    path("pay/runs/<int:run_id>/", views.run, name="run"),
    path("pay/runs/<int:run_id>/slips.pdf", views.slips_pdf, name="slips-pdf"),
    path("pay/runs/<int:run_id>/<slug:name>/", views.step, name="step"),
    path("pay/set-asides/", views.set_asides, name="set-asides"),
    path("pay/set-asides/<int:period_id>/", views.set_aside, name="set-aside"),
    path("surplus/", views.surpluses, name="surpluses"),
    path("surplus/<int:surplus_id>/", views.surplus, name="surplus"),
    path("products/", views.products, name="products"),
    path("projects/", views.projects, name="projects"),
]
