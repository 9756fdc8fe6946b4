"""The command line: everything the desk does, for scripts, screen readers and acceptance.

stdout holds what was asked for and nothing else; messages for people go to stderr.
"""
