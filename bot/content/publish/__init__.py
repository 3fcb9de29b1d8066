"""What is made from the bank's models for people: schemas, READMEs, a page."""
