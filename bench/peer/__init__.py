"""Another book-keeping library doing the same work in the same run: django-ledger, as its documentation uses it."""
