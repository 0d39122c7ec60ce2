"""The addresses of the books."""

from django.urls import path, re_path

from ledger.views import (
    accounts,
    bank,
    beginning,
    books,
    cash,
    debts,
    exports,
    parties,
    periods,
    statements,
    tickets,
)

app_name = "ledger"

urlpatterns = [
    path("books/", books.month, name="month"),
    path("books/beginning/", beginning.beginning, name="beginning"),
    path("books/accounts/", books.accounts, name="accounts"),
    path("books/accounts/new/", accounts.new_account, name="new_account"),
    re_path(r"^books/accounts/(?P<code>[A-Za-z0-9.]{1,24})/$", books.account, name="account"),
    path("books/entries/new/", books.new_entry, name="new_entry"),
    path("books/entries/<uuid:entry_id>/", books.entry, name="entry"),
    path("books/entries/<uuid:entry_id>/ticket/", tickets.put_ticket, name="put_ticket"),
    path("books/tickets/new/", tickets.new_ticket, name="new_ticket"),
    path("books/papers/<int:paper_id>/", tickets.paper, name="paper"),
    path("books/bank/", bank.bank, name="bank"),
    path("books/bank/lines/<int:line_id>/", bank.bank_line, name="bank_line"),
    path("books/bank/lines/<int:line_id>/match/", bank.match, name="bank_match"),
    path("books/bank/remembered/", bank.remembered, name="bank_remembered"),
    path("books/bank/files/<int:paper_id>/", bank.bank_file, name="bank_file"),
    path("books/bank/files/<int:paper_id>/columns/", bank.bank_columns, name="bank_columns"),
    path("books/cash/", cash.boxes, name="cash"),
    re_path(r"^books/cash/(?P<code>[A-Za-z0-9.]{1,24})/count/$", cash.count, name="count_cash"),
    path("books/cash/counts/<int:count_id>/drop/", cash.drop, name="drop_count"),
    path("books/parties/", parties.parties, name="parties"),
    path("books/parties/<int:party_id>/", parties.party, name="party"),
    path("books/invoices/<int:invoice_id>/pay/", parties.pay_invoice, name="pay_invoice"),
    path("books/back-pay/", parties.owed_to_members, name="back_pay"),
    path("books/debts/", debts.debts, name="debts"),
    path("books/debts/new/", debts.new_debt, name="new_debt"),
    path("books/debts/<int:debt_id>/", debts.debt, name="debt"),
    path("books/statements/", statements.statements, name="statements"),
    path("books/exports/", exports.exports, name="exports"),
    path("books/exports/<slug:kind>/", exports.export, name="export"),
    path("books/periods/", periods.periods, name="periods"),
    path("books/periods/<int:period_id>/", periods.closing, name="closing"),
    path("books/periods/<int:period_id>/tickets/", periods.bare, name="bare_entries"),
    path("books/periods/<int:period_id>/close/", periods.close, name="close"),
]
