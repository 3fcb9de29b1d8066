"""What is kept: migrations, crashes, cancelled work, copies."""
