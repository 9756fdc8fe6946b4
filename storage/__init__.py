"""TinyDB on an engine that never loses a write."""
