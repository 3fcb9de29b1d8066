"""The room that reads what people write: YAML in, a bank or clear words about every fault out."""
