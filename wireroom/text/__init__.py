"""Reading copy: hygiene, word difference, cues and clusters."""
