"""Pages about members: signing in, cards, the register."""
