"""What we ask for about pay, the surplus and what things cost."""
