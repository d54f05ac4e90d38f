"""What a person who cannot see the page needs in a finished file, and contrast for those who see it badly.

WCAG 2.1 AA holds for public bodies, and EN 301 549 covers Office files. Each rule yields what is missing.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from office import NS, Element, Office, every, facts, q, tag, twice

LANGUAGES = {"nb-NO", "nn-NO"}
FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|emf|wmf|xlsx|pptx|docx)", re.IGNORECASE)
DATA_TABLES = {"TableFigures", "TablePlain", "TableWriting", "TableForm"}
READ = "[not(*/p:cNvPr//adec:decorative[@val='1'])]"
"""Of shapes, those that are read aloud: decoration is passed by."""
LABEL_AND_VALUE = 2
"""A table of so many columns may do without a header row: each row reads as a label and what belongs to it."""

# ---------------------------------------------------------------- language and title


def language_of(office: Office) -> str:
    """Return the language that a file says it is in, and nothing where it does not."""
    return "".join(facts(office.xml["docProps/core.xml"], "//dc:language/text()"))


def properties(office: Office) -> Iterator[str]:
    """A title, an author and one of the two written standards stand in the file's properties."""
    core = office.xml["docProps/core.xml"]
    for name in ("title", "creator"):
        if not "".join(facts(core, f"//dc:{name}/text()")).strip():
            yield f"the file has no {name}"
    if language_of(office) not in LANGUAGES:
        yield f"the file is in «{language_of(office)}»"


def language_of_text(office: Office) -> Iterator[str]:
    """Every run bears its language, and so do styles, charts and where somebody will type."""
    for name, root in office.stories.items():
        for run in every(root, "//w:r[w:t or w:tab or w:br or w:fldChar or w:instrText][not(w:rPr/w:lang/@w:val)]"):
            yield f"{name}: the run «{''.join(run.itertext())[:30]}» has no language"
    if office.is_word:
        styles = office.xml["word/styles.xml"]
        if not facts(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val"):
            yield "the document has no language to begin with"
        for style in facts(styles, "w:style[w:rPr][not(w:rPr/w:lang/@w:val)]/@w:styleId"):
            yield f"the style {style} has no language"
        if not facts(office.xml["word/settings.xml"], "w:themeFontLang/@w:val"):
            yield "the fonts of the theme have no language"
    for name, root in _drawn(office):
        path = "//a:rPr[not(@lang)] | //a:endParaRPr[not(@lang)] | //a:r[not(a:rPr)] | //a:fld[not(a:rPr)]"
        path += " | //a:br[not(a:rPr)] | //p:txBody/a:p[not(a:endParaRPr)] | //a:tc//a:p[not(a:endParaRPr)]"
        for element in every(root, f"{path} | //c:txPr//a:defRPr[not(@lang)] | /c:chartSpace[not(c:lang)]"):
            yield f"{name}: {tag(element)} «{''.join(element.itertext())[:30]}» has no language"


def _drawn(office: Office) -> Iterator[tuple[str, Element]]:
    """Yield the parts with drawn text that people meet: slides, notes, charts."""
    for ending in ("presentationml.slide+xml", "notesSlide+xml", "chart+xml"):
        yield from office.of_type(ending).items()


def one_language(office: Office) -> Iterator[str]:
    """Text, styles and charts are all in the language that the file says it is in."""
    own = language_of(office)
    spoken = {"//@lang", "//c:lang/@val", "//w:lang/@w:val", "//w:themeFontLang/@w:val", "//w:lid/@w:val"}
    for name, root in office.xml.items():
        if re.search(r"theme/|slideLayouts/|slideMasters/|notesMasters/", name):
            continue  # people meet these words only when they edit the template
        for language in set(facts(root, " | ".join(sorted(spoken)))) - {own}:
            yield f"{name} speaks {language} in a file in {own}"


# ---------------------------------------------------------------- titles and headings


def slide_titles(office: Office) -> Iterator[str]:
    """Every slide has one title, in the layout's placeholder, read first, used once in the deck."""
    titles = []
    for name, root in office.of_type("presentationml.slide+xml").items():
        drawn = "p:cSld/p:spTree/*[self::p:sp or self::p:graphicFrame or self::p:grpSp or self::p:pic]"
        shapes = every(root, drawn + READ)
        own = [shape for shape in shapes if every(shape, "p:nvSpPr/p:nvPr/p:ph[@type='title' or @type='ctrTitle']")]
        said = ["".join(facts(shape, ".//a:t/text()")).strip() for shape in own]
        if len(own) != 1 or not said[0]:
            yield f"{name} has the titles {said}"
        elif shapes[0] is not own[0]:
            yield f"{name}: something is read before the title"
        titles += said
    yield from (f"two slides have the title «{title}»" for title in twice(titles))


def headings(office: Office) -> Iterator[str]:
    """A document begins with a heading of the first level, and none is skipped on the way down."""
    if not office.is_word:
        return
    levels = {
        style.get(q("w:styleId")): int(facts(style, "w:pPr/w:outlineLvl/@w:val")[0])
        for style in every(office.xml["word/styles.xml"], "w:style[w:pPr/w:outlineLvl]")
    }
    found = []
    for paragraph in office.xml["word/document.xml"].iter(q("w:p")):
        level = levels.get("".join(facts(paragraph, "w:pPr/w:pStyle/@w:val")))
        if level is None:
            continue
        found.append(level)
        if not "".join(facts(paragraph, ".//w:t/text()")).strip():
            yield "a heading is empty"
    if found[:1] != [0]:
        yield f"the headings begin at level {[level + 1 for level in found[:1]]}"
    for above, below in pairwise(found):
        if below > above + 1:
            yield f"a heading of level {below + 1} follows one of level {above + 1}"


def header_rows(office: Office) -> Iterator[str]:
    """Tables of data have a header row that is marked as one and repeated, or a header column."""
    for name, root in office.stories.items():
        for table in root.iter(q("w:tbl")):
            if "".join(facts(table, "w:tblPr/w:tblStyle/@w:val")) not in DATA_TABLES:
                continue
            marked = [bool(every(row, "w:trPr/w:tblHeader")) for row in every(table, "w:tr")]
            said = bool(facts(table, "w:tblPr/w:tblLook[@w:firstRow='1' or @w:firstRow='true']/@w:val"))
            small = len(every(table, "w:tblGrid/w:gridCol")) <= LABEL_AND_VALUE
            if marked[0] != said or any(marked[1:]) or not (said or small):
                yield f"{name}: the table «{_words(table)}» has no header row, or one that is not marked"
    for name, root in office.of_type("presentationml.slide+xml").items():
        for table in every(root, "//a:tbl[count(a:tblGrid/a:gridCol)>1][not(a:tblPr[@firstRow='1' or @firstCol='1'])]"):
            yield f"{name}: the table «{_words(table)}» has neither a header row nor a header column"


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())[:40]


# ---------------------------------------------------------------- text in the place of what is drawn


def alternatives(office: Office) -> Iterator[str]:
    """Everything drawn is said in words, or marked as decoration; tables say what they hold."""
    for name, root in office.stories.items():
        for drawing in root.iter(q("wp:docPr")):
            if not _says(drawing):
                yield f"{name}: {drawing.get('name')} is not said in words"
        for table in root.iter(q("w:tbl")):
            style = "".join(facts(table, "w:tblPr/w:tblStyle/@w:val"))
            said = facts(table, "w:tblPr/w:tblCaption/@w:val"), facts(table, "w:tblPr/w:tblDescription/@w:val")
            if style in DATA_TABLES and not all("".join(s).strip() for s in said):
                yield f"{name}: the table «{_words(table)}» has no title or no description"
    for name, root in office.of_type("presentationml.slide+xml").items():
        drawn = "//p:graphicFrame/*/p:cNvPr | //p:pic/*/p:cNvPr | //p:cSld/p:spTree/p:grpSp/p:nvGrpSpPr/p:cNvPr"
        silent = "//p:cSld/p:spTree/p:sp[not(.//a:t)]/p:nvSpPr/p:cNvPr | //p:cSld/p:spTree/p:cxnSp/*/p:cNvPr"
        for shape in every(root, f"{drawn} | {silent}"):
            if not _says(shape) and not every(shape, ".//adec:decorative[@val='1']"):
                yield f"{name}: {shape.get('name')} is not said in words"


def _says(element: Element) -> bool:
    said = (element.get("descr") or "").strip()
    return bool(said) and not FILE_NAME.fullmatch(said)


def figures_in_words(office: Office) -> Iterator[str]:
    """The alternative text of a chart says every figure that the chart shows."""
    for name, root in office.xml.items():
        leads = {rel.id: rel.target for rel in office.rels.get(name, ())}
        for chart in every(root, "//c:chart[@r:id]"):
            if chart.get(q("r:id"), "") not in leads:
                continue
            frame = next(e for e in chart.iterancestors() if tag(e) in {"wp:inline", "p:graphicFrame"})
            said = "".join(facts(frame, "wp:docPr/@descr | p:nvGraphicFramePr/p:cNvPr/@descr"))
            for figure in sorted(_figures(office.xml[leads[chart.get(q("r:id"), "")]], said)):
                if not re.search(rf"(?<![\d,]){figure}(?!\d|,\d)", said):
                    yield f"{name}: the chart shows {figure}, and «{said[:60]}» does not say it"


def _figures(chart: Element, said: str) -> set[str]:
    """Return the figures of a chart: all of bars and lines; of a dot chart the first group's and those it names."""
    values = facts(chart, "//c:barChart//c:val//c:v/text() | //c:lineChart//c:val//c:v/text()")
    legend = "starts-with(c:tx//c:v, 'Forklaring')"
    marked = every(chart, f"//c:scatterChart/c:ser[c:marker/c:symbol[@val!='none']][not({legend})]")
    for series in marked:
        if series is marked[0] or "".join(facts(series, "c:tx//c:v/text()")) in said:
            values += facts(series, "c:xVal//c:v/text()")
    return {value.replace(".", ",") for value in values}


def loose_text(office: Office) -> Iterator[str]:
    """Text on slides stands in placeholders: screen readers and the outline pass loose boxes by."""
    for name, root in office.of_type("presentationml.slide+xml").items():
        for box in every(root, f"//p:sp[p:nvSpPr/p:cNvSpPr/@txBox='1']{READ}"):
            yield f"{name}: «{_words(box)}» stands in a loose box"


RULES = (
    properties,
    language_of_text,
    one_language,
    slide_titles,
    headings,
    header_rows,
    alternatives,
    figures_in_words,
    loose_text,
)

# ---------------------------------------------------------------- contrast


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (``RRGGBB``) after WCAG 2.1, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grey(colour: str) -> float:
    """Return how light a colour is when printed grey, from 0 to 1."""
    return _luminance(colour)


def theme_colours(office: Office) -> dict[str, str]:
    """Return the colours of a file's theme by the names that shapes use (``tx2``, ``accent1``)."""
    theme = next(root for name, root in office.xml.items() if name.endswith("theme/theme1.xml"))
    scheme = every(theme, "//a:clrScheme")[0]
    own = {tag(slot)[2:]: "".join(facts(slot, "*/@val | */@lastClr"))[:6] for slot in scheme}
    return {**own, "tx1": own["dk1"], "bg1": own["lt1"], "tx2": own["dk2"], "bg2": own["lt2"]}


def colour_of(element: Element | None, theme: dict[str, str]) -> str | None:
    """Return the colour of the solid fill of a shape, cell, line or run, None where it has none of its own."""
    fill = element.find("a:solidFill", NS) if element is not None else None
    if fill is None:
        return None
    named = facts(fill, "a:schemeClr/@val")
    return theme[named[0]] if named else "".join(facts(fill, "a:srgbClr/@val"))
