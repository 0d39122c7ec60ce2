"""Addresses about pay and surplus, by noun."""

from payroll.urls import funds, pay, shares, sharing

app_name = "payroll"
urlpatterns = [*pay.urlpatterns, *sharing.urlpatterns, *shares.urlpatterns, *funds.urlpatterns]
