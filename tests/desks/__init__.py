"""A newsroom of many desks: processes on one PostgreSQL, and what may happen to them."""
