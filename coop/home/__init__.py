"""Home: what needs me now; me; the record."""
