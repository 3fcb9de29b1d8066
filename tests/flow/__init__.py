"""The loops, with ports behind which the tests stand."""
