"""What is learnt from past screenings, and which of them count."""
