"""Each protection taken out in turn: a list of small changes that must not go unnoticed, and what tries them."""
