"""A page that was composed before is the page that would be composed now."""

from dataclasses import replace

import invented

from packgen import compose
from packgen.compose.memory import Memory
from packgen.packs import _scene as scene_of


def test_slides_for_each_chosen_factor_are_each_its_own_however_often_they_are_composed():
    given = replace(invented.gathered(invented.results()), records=invented.RECORDS_IN["recorded"])
    words, unit = invented.words(), given.now.tree.get("lang")
    makeup = next(m for m in words.makeups if m.id == "meeting_two")
    scene = scene_of(given, unit, makeup.edition, words, ())
    anew = compose.compose_deck(makeup, scene)
    memory = Memory()
    for _ in range(40):
        assert compose.compose_deck(makeup, replace(scene, memory=memory)) == anew
