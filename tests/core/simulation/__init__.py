"""Made-up candidates, and what is found out from many of them."""
