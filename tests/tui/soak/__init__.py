"""A night on the desk, compressed: random keys, while items arrive and another process works on the same live blog."""
