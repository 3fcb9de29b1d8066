"""Commands for maintainers of the bank: `viva bank ...`."""
