"""Where compiled shapes of documents are kept from one build to the next, and what they were made from."""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_cache_dir

from packgen import own_code, resources
from packgen.compose.unvarying import unvarying
from packgen.merge import kept
from packgen.merge.blank import Known
from packgen.merge.kept import Kept
from packgen.wording import Words

VARIABLE = "PACKGEN_CACHE"
"""Says where shapes are kept instead of in the user's own cache folder; empty for nowhere."""
_CODE = Path(__file__).parent
_WORDS = re.compile("[a-zæøå]+")


def folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder where shapes are kept; None for nowhere."""
    named = environment.get(VARIABLE)
    if named == "":
        return None
    return Path(named) if named is not None else Path(user_cache_dir("packgen", appauthor=False)) / "shapes"


def keeping(place: Path | None, words: Words) -> Kept | None:
    """Return what keeps shapes in a folder, None for nowhere. ``words`` are packgen's own, with no layer over them."""
    if place is None:
        return None
    made_by = _made_by(any(texts.drafts for texts in words.texts.values()))
    return Kept(place, made_by, _Known(place / f"{made_by[:24]}.json", words))


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What says the same to everyone, worked out when it is first asked for: once on each machine."""

    file: Path
    words: Words

    def __call__(self) -> Known:
        return _known(self)


@cache
def _known(asked: _Known) -> Known:
    found = kept.read_known(asked.file)
    if found is None:
        texts = (unvarying(texts, asked.words.minutes) for texts in asked.words.texts.values())
        found = Known(frozenset().union(*texts), _identifiers(asked.words))
        kept.write_known(asked.file, found)
    return found


def _identifiers(words: Words) -> frozenset[str]:
    """Return the words that packgen's identifiers are made of: those of its code, and of what documents are made of."""
    made_of = json.dumps(words.nodes.value, ensure_ascii=False, default=str)
    code = (file.read_text(encoding="utf-8") for file in _files(_CODE, "*.py"))
    return frozenset(word for source in (made_of, *code) for word in _WORDS.findall(source))


@cache
def _made_by(drafts: bool) -> str:  # noqa: FBT001 - called here alone
    """Return a digest of packgen's code, texts and looks, and of the libraries that files are made with."""
    found = hashlib.sha256(repr((sys.version_info[:3], drafts, own_code.versions(), own_code.digest())).encode())
    for file in (*_files(resources.CONTENT, "*.yaml"), *_files(resources.TEMPLATES, "*")):
        data = file.read_bytes()
        found.update(f"{file.name} {len(data)} ".encode() + data)
    return found.hexdigest()


def _files(place: Path, pattern: str) -> Iterable[Path]:
    return sorted(file for file in place.rglob(pattern) if file.is_file())
