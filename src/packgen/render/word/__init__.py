"""Word documents: a document and the looks of a template become the bytes of a file.

The template holds styles, lists and settings; what stands on pages is written here, by its style's name. `render` tells
the story: blocks → flows → sections → one pass that numbers everything → parts → package.
"""

from packgen.render.word.document import made, render

__all__ = ["made", "render"]
