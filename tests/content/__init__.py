"""Reading the bank: what is taken, what is refused and in which words, and the shipped bank itself."""
