"""The terminal: the desk and the command line."""
