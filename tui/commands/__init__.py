"""What can be done at the desk, one class a command."""
