"""Pages about pay and surplus, and about what things cost."""
