"""Discord: candidates answer in direct messages or a private thread, screeners read and act in the hiring channel."""
