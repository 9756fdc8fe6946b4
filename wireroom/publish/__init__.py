"""The published live blog: from a log position to files that any static host can serve."""
