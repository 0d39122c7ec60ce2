"""What our bylaws say, as pure functions."""
