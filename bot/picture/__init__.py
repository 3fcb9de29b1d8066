"""The room that draws: the only one that knows the plotting library."""
