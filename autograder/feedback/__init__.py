"""One Result drawn for the terminal and for Gradescope. Data in, text out; never runs or judges anything."""
