"""What a screener reads: the summary, and what to ask in the next round."""
