"""Commands for maintainers of the bank: writing, trying and testing items."""
