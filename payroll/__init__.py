"""How we share: pay runs, set-asides, the surplus waterfall, law packs."""
