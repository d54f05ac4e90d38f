"""A municipality's own looks: colours, font, logo and templates, read and judged, ready to draw with."""

from dataclasses import dataclass
from pathlib import Path

from packgen import brand, logos, theme
from packgen.allowed import MB, Allowed
from packgen.blocks import Logo
from packgen.model import Brand, Municipality, OwnTemplates
from packgen.problems import Outcome, Place, Problem, error
from packgen.render.slides import own_template as slide_template
from packgen.render.word import own_template as word_template
from packgen.theme import Theme


@dataclass(frozen=True, slots=True)
class OwnLooks:
    """What is drawn with instead of packgen's own: each template None where packgen's stays."""

    theme: Theme
    word: bytes | None
    word_large: bytes | None
    slides: bytes | None
    logo: Logo | None


def read(municipality: Municipality, templates: Path) -> Outcome[OwnLooks | None]:
    """Return a municipality's looks (None where it has none of its own) and all that is wrong with them.

    ``templates`` is the folder of packgen's.
    """
    if municipality.brand == Brand() and municipality.templates == OwnTemplates():
        return Outcome(None)
    dressed = brand.dressed(theme.load(templates / "theme.yaml"), municipality.brand)
    logo = logos.read(municipality)
    problems = [*dressed.problems, *logo.problems]
    looks = dressed.value or Theme()
    word, large = (_word(municipality, templates, looks, problems, large=size) for size in (False, True))
    slides = _slides(municipality, templates, looks, problems)
    return Outcome(OwnLooks(looks, word, large, slides, logo.value), tuple(dict.fromkeys(problems)))


def _word(
    municipality: Municipality, templates: Path, looks: Theme, problems: list[Problem], *, large: bool
) -> bytes | None:
    own, allowed = municipality.templates, municipality.allowed
    file = Path(municipality.folder) / own.word
    data = _read(file, allowed, problems) if own.word else None
    if data is None:
        return None
    ours = (templates / ("word_large.docx" if large else "word.docx")).read_bytes()
    made = word_template.adopt(data, ours, dict(own.word_styles), str(file), looks, large=large, allowed=allowed)
    problems.extend(made.problems)
    return made.value


def _slides(municipality: Municipality, templates: Path, looks: Theme, problems: list[Problem]) -> bytes | None:
    own, allowed = municipality.templates, municipality.allowed
    file = Path(municipality.folder) / own.slides
    data = _read(file, allowed, problems) if own.slides else None
    if data is None:
        return None
    ours = (templates / "slides.pptx").read_bytes()
    made = slide_template.adopt(data, ours, dict(own.slide_layouts), str(file), looks, allowed)
    problems.extend(made.problems)
    return made.value


def _read(file: Path, allowed: Allowed, problems: list[Problem]) -> bytes | None:
    largest = allowed.file_mb * MB
    try:
        with file.open("rb") as opened:
            data = opened.read(largest + 1)
    except OSError:
        problems.append(error("templates.unreadable", Place(file=str(file))))
        return None
    if len(data) > largest:
        problems.append(error("templates.too_large", Place(file=str(file)), limit_mb=allowed.file_mb))
        return None
    return data
