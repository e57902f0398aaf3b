"""Qt models: columns as values, small tables of records, and the whole history through a window."""
