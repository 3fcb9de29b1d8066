"""What people write, as documents: formulas, and each candidate's own numbers."""
