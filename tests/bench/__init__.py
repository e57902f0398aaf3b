"""`make bench`: how fast events become committed rows, and what a history of that size costs to keep and to read."""
