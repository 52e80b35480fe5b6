"""One Result drawn for the terminal, for Gradescope and as a page. Data in, text out; never runs or judges anything."""
