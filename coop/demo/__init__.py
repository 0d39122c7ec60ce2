"""The demo: a fictional ceramics factory told through the same actions that pages use, clock passed in."""
