"""The block word ``record``: what a unit decided → blocks. `RECORD_WORDS` is all that may stand at it.

Each word is a small function of the item and the scene. It gives no blocks where the record has nothing to say, so a
make-up need not ask first. What people wrote is plain letters (`record_words.said`).
"""

from collections.abc import Callable, Mapping

from packgen.blocks import Block
from packgen.compose.scene import Scene
from packgen.content.makeup import Item

RECORD_WORDS: Mapping[str, Callable[[Item, Scene], tuple[Block, ...]]] = {}
