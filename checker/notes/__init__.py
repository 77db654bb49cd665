"""Notes: the claims of a page in reading order, each judged with what holds at its place."""
