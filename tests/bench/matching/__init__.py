"""How good and how fast the matching engine is, beside plain rapidfuzz and BM25."""
