"""How we decide: assemblies, motions, ballots, house rules, minutes."""
