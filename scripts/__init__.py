"""What the Makefile runs before or beside the bot: installing from the locks, and writing them."""
