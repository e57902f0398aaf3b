"""Charts. Only `plot` imports pyqtgraph, and only once something is to be drawn."""
