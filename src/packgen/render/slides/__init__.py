"""Decks: slides as blocks become a PowerPoint file on a template."""

from packgen.render.slides.deck import made, render

__all__ = ["made", "render"]
