"""The words of the unit list's form, as content has them."""

from collections.abc import Mapping
from typing import Any

from packgen import yaml_source
from packgen.model import Language
from packgen.resources import CONTENT
from packgen.units.columns import COLUMNS


def words(language: Language) -> Mapping[str, Any]:
    """Return ``units.yaml`` of a written standard: ``form``, ``columns`` (path → head, help), ``meeting_forms``."""
    file = CONTENT / language / "units.yaml"
    found = yaml_source.load(file.read_bytes(), f"content/{language}/units.yaml")
    if found.value is None:
        raise ValueError(found.problems)
    top: Mapping[str, Any] = found.value.value
    return top


def column_words(language: Language) -> Mapping[str, tuple[str, str]]:
    """Return each column's heading and explanation by its path, in the order of the form."""
    nodes = words(language)["columns"]
    found = {}
    for column in COLUMNS:
        node = nodes
        for step in column.path.split("."):
            node = node[step]
        found[column.path] = (node["head"], node["help"])
    return found
