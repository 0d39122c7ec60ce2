"""Pages about posts, who carries them and what they have to do."""
