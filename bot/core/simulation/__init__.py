"""Made-up candidates put through the engine, and what they show."""
