"""Addresses about projects, funds, energy and public accounts."""

from django.urls import path

from payroll.views import costs, energy, fund_spending, funds

urlpatterns = [
    path("projects/<slug:code>/", funds.project, name="project"),
    path("funds/", funds.help_requests, name="help"),
    path("funds/spent/", fund_spending.funds_spent_page, name="funds-spent"),
    path("funds/<int:request_id>/<slug:name>/", funds.help_step, name="help-step"),
    path("products/from-books/", costs.from_the_books, name="from-books"),
    path("energy/", energy.energy, name="energy"),
    path("energy/debts/<int:debt_id>/", energy.debt_is_of_energy, name="energy-debt"),
    path("public/", funds.public, name="public"),
]
