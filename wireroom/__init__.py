"""The newsroom: what it knows and what it does, without a screen and without a database engine."""

__version__ = "0.1.0"
