"""The room for operators: logs, figures and health, by libraries that only it knows."""
