"""Reading English: denials, orders to the grader, words in no order, slow patterns."""
