"""A filled form as it was read, whatever file it came in: whose it says it is, and what stands in its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from packgen.problems import Place
from packgen.record_form import FormId


@dataclass(frozen=True, slots=True)
class Value:
    """What somebody wrote in a field, cleaned, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Filled:
    """One form: its id, the unit's name as printed on it, its fields by key (`packgen.record_form`).

    ``values`` holds only fields that somebody filled in; ``present`` the keys of all fields that were found, so that a
    field that is missing can be told from an empty one. A deck gives one `Filled` for each slide that can be filled in.
    """

    form: FormId
    unit_name: str
    file: str
    medium: Literal["word", "workbook", "deck"]
    values: Mapping[str, Value] = field(default_factory=dict)
    present: frozenset[str] = frozenset()
