"""Benchmarks: both sides in one run, printed as ratios."""
