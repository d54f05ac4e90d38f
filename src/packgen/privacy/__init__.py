"""Results → what each audience may see. Everything that a document prints of figures comes out of here."""

from packgen.privacy.decisions import decide, fallback_source, log
from packgen.privacy.released import Earlier, figures, means_only
from packgen.privacy.snapshots import (
    Release,
    ReleasedUnit,
    Snapshot,
    added,
    compare,
    narrow,
    release_from,
    release_from_dict,
    release_of,
    release_to_dict,
)

__all__ = [
    "Earlier",
    "Release",
    "ReleasedUnit",
    "Snapshot",
    "added",
    "compare",
    "decide",
    "fallback_source",
    "figures",
    "log",
    "means_only",
    "narrow",
    "release_from",
    "release_from_dict",
    "release_of",
    "release_to_dict",
]
