"""The addresses of the books."""

from django.urls import path, re_path

from ledger import views

app_name = "ledger"

urlpatterns = [
    path("books/", views.month, name="month"),
    path("books/accounts/", views.accounts, name="accounts"),
    re_path(r"^books/accounts/(?P<code>[A-Za-z0-9.]{1,24})/$", views.account, name="account"),
    path("books/entries/new/", views.new_entry, name="new_entry"),
    path("books/entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("books/bank/", views.bank, name="bank"),
    path("books/bank/lines/<int:line_id>/", views.bank_line, name="bank_line"),
    path("books/periods/", views.periods, name="periods"),
    path("books/periods/<int:period_id>/close/", views.close, name="close"),
]
