"""A newsroom in a box: one real day replayed from bundled wires, without a network."""
