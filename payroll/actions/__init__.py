"""What can be done here: pay, set aside, share, and say what things cost."""
