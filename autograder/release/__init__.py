"""What is handed out: stubs, kits, bundles. Never runs a student's code."""
