"""The panes of the desk screen."""
