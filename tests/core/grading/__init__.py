"""From marks to a grade: quotes proved, readings joined, places shown."""
