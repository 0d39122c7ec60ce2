"""Where the money is: accounts, entries, periods, bank import, open books; and what a cent is."""
