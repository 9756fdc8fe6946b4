"""What the newsroom needs from outside, an idea a module: a store, company, a clock, and something that fetches."""
