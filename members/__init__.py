"""Who we are: people, memberships, sectors, sign-in."""
