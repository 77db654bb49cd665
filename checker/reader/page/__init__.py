"""From the formulas of a page to its claims: declarations, definitions, contexts."""
