"""Otter's way to our graders: the plugin that a bundle names, and Otter's runtime on Gradescope. Needs Otter."""
