"""What is handed out: kits, notebooks, bundles, and the rehearsal of a bundle. Only a bundle runs a student's code."""
