"""Each check of `viva bank check`: what it finds, and what it lets be."""
