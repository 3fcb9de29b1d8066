"""What is made of the bank: its README, page and schemas."""
