"""Reading English as candidates write it: tokens, stems, clauses, injection."""
