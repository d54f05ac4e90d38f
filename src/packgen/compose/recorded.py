"""The block word ``record``: what a unit decided → blocks. `RECORD_WORDS` is all that may stand at it.

Each word is a small function of the item and the scene. It gives no blocks where the record has nothing to say, so a
make-up need not ask first. What people wrote is plain letters (`record_words.said`).
"""

from collections.abc import Callable, Mapping

from packgen.blocks import Block
from packgen.compose import recorded_earlier, recorded_plan, recorded_sheets
from packgen.compose.record_forms import RECORD_FORMS
from packgen.compose.recorded_slides import SLIDE_WORDS
from packgen.compose.scene import Scene
from packgen.content.makeup import Item

RECORD_WORDS: Mapping[str, Callable[[Item, Scene], tuple[Block, ...]]] = {
    "overview": recorded_plan.compose_overview,
    "goal": recorded_plan.compose_goal,
    "signs": recorded_plan.compose_signs,
    "measures": recorded_plan.compose_measures,
    "days": recorded_plan.compose_days,
    "more": recorded_plan.compose_more,
    "agreement": recorded_plan.compose_agreement,
    "next_step": recorded_plan.compose_next_step,
    "said_and_did": recorded_earlier.compose_said_and_did,
    "roadmap": recorded_sheets.compose_roadmap,
    "poster": recorded_sheets.compose_poster,
    **RECORD_FORMS,
    **SLIDE_WORDS,
}
