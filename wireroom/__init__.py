"""The newsroom: what it knows and what it does, without a screen and without a database engine."""

from importlib.metadata import version

__version__ = version("wireroom")
