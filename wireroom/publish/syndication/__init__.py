"""Feeds that partners and readers subscribe to."""
