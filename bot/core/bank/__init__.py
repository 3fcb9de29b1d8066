"""What people write, as documents: items, rubrics, roles, samples."""
