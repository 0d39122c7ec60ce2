"""The founding: act 1, once."""
