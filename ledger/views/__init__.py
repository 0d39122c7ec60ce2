"""The pages of the books, by noun."""
