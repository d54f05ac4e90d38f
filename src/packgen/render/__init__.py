"""Renderers: blocks and a theme become the bytes of a file. File words stand here and nowhere else."""
