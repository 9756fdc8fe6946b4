"""The parts of the shared engine, one file an idea."""
