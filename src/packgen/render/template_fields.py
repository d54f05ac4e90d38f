"""What a municipality may write in its own templates for packgen to fill in: ``{{unit}}``, ``{{runde}}`` and the like.

The values are data: one that looks like a field itself is printed as it is.
"""

import re
from collections.abc import Mapping

from rapidfuzz import process

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_KNOWN = {
    "unit": "unit",
    "enhet": "unit",
    "eining": "unit",
    "round": "round",
    "runde": "round",
    "municipality": "municipality",
    "kommune": "municipality",
    "document": "document",
    "dokument": "document",
}


def meant(name: str) -> str:
    """Return which field a name stands for, in either written standard; empty for none."""
    return _KNOWN.get(name.strip().casefold(), "")


def nearest(name: str) -> str:
    """Return the name of a field that is most like this one."""
    return str(process.extractOne(name.casefold(), list(_KNOWN))[0])


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled in; those that have no value stay as they are."""
    return FIELD.sub(lambda found: values.get(meant(found[1]), found[0]), text)
