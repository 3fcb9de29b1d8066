"""What screeners and candidates read: its words, from the values they are made of."""
