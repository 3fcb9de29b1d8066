"""The room that speaks: one folder for each platform, and that platform's SDK nowhere else."""
