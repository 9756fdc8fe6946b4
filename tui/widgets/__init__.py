"""Parts that panes and screens are built of."""
