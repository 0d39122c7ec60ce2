"""Pages about assemblies: now, motions, voting, minutes, house rules."""
