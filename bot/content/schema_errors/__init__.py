"""A model's validation errors, said in the words of the person who wrote the file."""
