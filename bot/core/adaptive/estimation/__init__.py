"""Where a candidate stands: item response curves, likelihoods, the posterior."""
