"""Fakes and servers that several test rooms share."""
