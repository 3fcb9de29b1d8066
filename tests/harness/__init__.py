"""The benchmarks' own machinery, where a wrong count would make a false claim."""
