"""Decks: slides as blocks become a PowerPoint file on a template."""

from packgen.render.slides.deck import render

__all__ = ["render"]
