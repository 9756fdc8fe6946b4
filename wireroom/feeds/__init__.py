"""Wires: fetch, recognise what is new, parse it, and know each item again."""
