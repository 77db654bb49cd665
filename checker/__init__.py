"""checker: which line of a derivation is right."""
