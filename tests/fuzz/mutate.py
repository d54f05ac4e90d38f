"""Seeds → broken and hostile inputs: one random generator gives one input, the same one every time.

Each format has operations of its own on top of those on bytes; one to four of them are done to a seed. What grows, grows
within reason: no input is above `LARGEST` bytes packed.
"""

# ruff: noqa: E501 - hostile text as it stands in files

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

LARGEST = 6_000_000
_MANY = (2, 3, 10, 100, 1_000, 20_000, 100_000)

NUMBERS = (
    *("0", "-0", "-1", "1", "5", "4,2", "4.2", "1e308", "1E400", "-1e-400", "NaN", "Infinity", "-inf", "99999999999"),
    *(
        "9" * 400,
        "0x10",
        "1_000",
        "١٢",
        "²",
        "½",
        "1048577",
        "2147483648",
        "-2147483649",
        "18446744073709551616",
        "4.2.2",
    ),
    *("100 %", "-5 %", "1/0", "0/0", "1.", ".5", "+5", "5e-324", "2958466", "-693595", "True", "false"),
)
DATES = (
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "31.12.9999",
    "0001-01-01T00:00:00Z",
    "-1",
    "24:00",
    "99:99",
)
TEXTS = (
    "", " ", "\t", "\n", "\r\n", "\x00", "\x1b[2J\x1b]0;x\x07", "\x9b31m", "\x7f", "\u200b", "\ufeff", "\u202eexe.docx", "\u2066x",
    "\u2028", "\ud800", "\ue000", "\ue001\ue002", "\ufffe", "\U000e0041", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "e\u0301" * 30, "Z" + "\u0300\u0316" * 300, "ﷺ" * 40, "ßẞİıſKÅ", "שלום עולם", "العربية", "漢字" * 60, "\U00010348",
    "{{ 7*7 }}", "{% for x in range(999999999) %}x{% endfor %}", "{{ ''.__class__.__mro__ }}", "{# x", "{{", "}}", "{%",
    "**bold** [x](https://a.no) ![x](x) <b>x</b>", "`" * 200, "[" * 500, "*" * 999, "> " * 300, "- " * 300, "|a|b|\n|-|-|",
    "<w:p/>", "]]>", "&amp;&#0;&lt;", "<!--", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+1",
    "CON", "nul.txt", "..", "../../../etc/passwd", "C:\\x", "a/b", "a\\b", "\\\\server\\share", "~", "-rf", "--help", "$HOME", "%APPDATA%",
    "x" * 201, "x" * 5_000, "ord " * 2_000, "a" + "\u0301" * 5_000, "æøå ÆØÅ éü", "Øvre skole", "Alle", "Heile", "Snitt", "1. Indre motivasjon",
)  # fmt: skip
BYTES = (
    b"",
    b"\x00",
    b"\xff",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\x80",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\r",
    b"\x1a",
    b"\n",
)

Change = Callable[[Random, bytes], bytes]


def mutant(rng: Random, seeds: Sequence[bytes], kind: str) -> bytes:
    """Return a mutant of one of the seeds, by the operations of its kind (a key of `KINDS`) and those on bytes."""
    data = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        own = KINDS[kind]
        change = rng.choice(own) if own and rng.random() < 0.85 else rng.choice(ON_BYTES)
        data = change(rng, data)[:LARGEST]
    return data


# ---------------------------------------------------------------- bytes


def _span(rng: Random, size: int) -> tuple[int, int]:
    start = rng.randrange(size + 1)
    return start, min(size, start + rng.choice((1, 1, 2, 4, 16, 100, 4_000)))


def flip(rng: Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 50)) if made else 0):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def cut(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, len(data))
    return data[:start] + data[end:]


def cut_off(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def put_in(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, len(data))
    return data[:start] + rng.choice(BYTES) * rng.choice((1, 1, 4, 300)) + data[start if rng.random() < 0.5 else end :]


def repeat(rng: Random, data: bytes) -> bytes:
    start, end = _span(rng, len(data))
    return data[:start] + data[start:end] * min(rng.choice(_MANY), 1 + LARGEST // max(end - start, 1)) + data[end:]


def nonsense(rng: Random, data: bytes) -> bytes:
    return data[:4] + rng.randbytes(rng.choice((0, 10, 1_000)))


ON_BYTES: tuple[Change, ...] = (flip, flip, cut, cut_off, put_in, repeat, nonsense)

# ---------------------------------------------------------------- lines of text


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _lines(change: Callable[[Random, list[str]], list[str]]) -> Change:
    def changed(rng: Random, data: bytes) -> bytes:
        return _safe("\n".join(change(rng, _text(data).split("\n"))))

    return changed


def _safe(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _drop_line(rng: Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _repeat_line(rng: Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    times = min(rng.choice(_MANY), 1 + LARGEST // (len(lines[at]) + 1))
    if rng.random() < 0.5:
        return lines[:at] + lines[at : at + 1] * times + lines[at + 1 :]
    numbered = [re.sub(r"[A-Za-zÆØÅæøå]{3,}", lambda m, n=n: f"{m[0]}{n}", lines[at], count=2) for n in range(times)]
    return lines[:at] + numbered + lines[at + 1 :]


def _swap_lines(rng: Random, lines: list[str]) -> list[str]:
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    made = list(lines)
    made[one], made[other] = made[other], made[one]
    return made


def _indent(rng: Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    made = list(lines)
    made[at] = rng.choice((" ", "  ", "\t", "      ")) + made[at] if rng.random() < 0.6 else made[at].lstrip()
    return made


def _word(rng: Random, lines: list[str]) -> list[str]:
    """Put a hostile text or number in the place of a word."""
    at = rng.randrange(len(lines))
    words = re.split(r"([\s:;,\t]+)", lines[at])
    words[rng.randrange(len(words))] = rng.choice((rng.choice(TEXTS), rng.choice(NUMBERS), rng.choice(DATES)))
    return [*lines[:at], "".join(words), *lines[at + 1 :]]


def _encode(rng: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "utf-7", "utf-8-sig")), "replace"
    )


ON_LINES: tuple[Change, ...] = (
    *(_lines(one) for one in (_drop_line, _repeat_line, _swap_lines, _indent, _word, _word, _word)),
    _encode,
)

# ---------------------------------------------------------------- YAML

_YAML = (
    "a: &a [x]\nb: *a\n", "&a [*a]", "!!python/object/apply:os.system ['true']", "!!binary aGVp", "<<: {a: b}", "? [a, b]\n: c\n",
    "? {a: b}\n", "---\n", "...\n---\n", "%YAML 3.9\n---\n", "%TAG ! x\n", "[" * 900, "{a: " * 900, "- " * 900 + "a", "? " * 400,
    "a: |9\n  x\n", "a: >-\n\n\n  x", '"\\x1b[31m\\u202e\\ud800"', '"\\u0000"', "'", '"', "'a", "- - - -", "a:\n\t- b", "no: yes", "0123",
    "12:30:45", "~", "null: null", "{}", "[]", "{a, b: [c, {d}]}", "a: b: c", "@x", "`x", "%x", "*", "&", "!", "|", ">", "a" * 3_000 + ": b",
    "replace: x\n", "remove: true\n", "add: {after: x, items: [y]}\n", "schema: 2\n", "schema: 1\n", "schema: [1]\n", "id: {a: b}\n",
)  # fmt: skip


def _yaml_put(rng: Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines) + 1)
    room = " " * rng.choice((0, 2, 4, 6))
    return [*lines[:at], *(room + line for line in rng.choice(_YAML).split("\n")), *lines[at:]]


def _yaml_value(rng: Random, lines: list[str]) -> list[str]:
    """Give a key another value: a hostile one, a list, a section or nothing."""
    keyed = [n for n, line in enumerate(lines) if ":" in line]
    if not keyed:
        return _yaml_put(rng, lines)
    at = rng.choice(keyed)
    key = lines[at].partition(":")[0]
    written = rng.choice((*TEXTS, *NUMBERS, *DATES))
    quoted = json.dumps(written, ensure_ascii=rng.random() < 0.5)
    value = rng.choice(
        (quoted, quoted, quoted, written.replace("\n", " "), f"[{quoted}]", "{a: {b: c}}", "", rng.choice(_YAML))
    )
    return [*lines[:at], f"{key}: {value}", *lines[at + 1 :]]


def _yaml_key(rng: Random, lines: list[str]) -> list[str]:
    """Give a value another key: one that stands elsewhere, or a hostile one."""
    keyed = [n for n, line in enumerate(lines) if ":" in line]
    if not keyed:
        return lines
    at, other = rng.choice(keyed), rng.choice(keyed)
    name = lines[other].partition(":")[0].strip(" -") if rng.random() < 0.7 else json.dumps(rng.choice(TEXTS))
    head, _, rest = lines[at].partition(":")
    return [*lines[:at], f"{head[: len(head) - len(head.lstrip(' -'))]}{name}:{rest}", *lines[at + 1 :]]


ON_YAML: tuple[Change, ...] = (
    *ON_LINES,
    *(_lines(one) for one in (_yaml_put, _yaml_value, _yaml_value, _yaml_value, _yaml_key)),
)

# ---------------------------------------------------------------- tables with separators


def _field(rng: Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    fields = lines[at].split(";")
    fields[rng.randrange(len(fields))] = rng.choice(
        (rng.choice(TEXTS).replace("\n", " "), rng.choice(NUMBERS), rng.choice(DATES), '"', '""')
    )
    return [*lines[:at], ";".join(fields), *lines[at + 1 :]]


def _column(rng: Random, lines: list[str]) -> list[str]:
    """Drop, double or move a column."""
    rows = [line.split(";") for line in lines]
    at, to, what = rng.randrange(20), rng.randrange(20), rng.random()
    for row in rows:
        if at < len(row):
            value = row[at] if what < 0.3 else row.pop(at)
            if what < 0.6:
                row.insert(to, value)
    return [";".join(row) for row in rows]


def _separator(rng: Random, lines: list[str]) -> list[str]:
    new = rng.choice((",", "\t", "|", "; ", ";;", ";" * 2_000))
    made = [line.replace(";", new) for line in lines]
    return [rng.choice(("sep=;", "sep=,", "sep=", "")), *made] if rng.random() < 0.5 else made


ON_CSV: tuple[Change, ...] = (*ON_LINES, *(_lines(one) for one in (_field, _field, _field, _column, _separator)))

# ---------------------------------------------------------------- XML

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a SYSTEM "https://example.invalid/a.dtd">',
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
)
_REFS = (
    "A1:XFD1048576",
    "XFD1048576",
    "A0",
    "ZZZ9",
    "$A$1:$B$2",
    "A1:A1048576",
    "A1:XFD1",
    "B2:A1",
    "A1:Z5000",
    "1",
    "A",
    "#REF!",
    "R1C1",
)
_ODD = (
    *TEXTS[:40],
    *NUMBERS,
    *DATES,
    *_REFS,
    "rId1",
    "rId999",
    "/word/document.xml",
    "s",
    "n",
    "b",
    "d",
    "e",
    "inlineStr",
    "str",
    "none",
    "x/y",
)


def _printable(text: str) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _element(rng: Random, root: etree._Element) -> etree._Element | None:
    every = [one for one in root.iter(tag=etree.Element) if one is not root]
    return rng.choice(every) if every else None


def _x_drop(rng: Random, root: etree._Element) -> None:
    if (one := _element(rng, root)) is not None:
        one.getparent().remove(one)


def _x_double(rng: Random, root: etree._Element) -> None:
    if (one := _element(rng, root)) is not None:
        inside = sum(1 for _ in one.iter())
        size = len(etree.tostring(one))  # with the text that follows, which is copied too
        for _ in range(min(rng.choice(_MANY), 1 + 200_000 // inside, 1 + 10 * LARGEST // size)):
            one.addnext(deepcopy(one))


def _x_move(rng: Random, root: etree._Element) -> None:
    one, to = _element(rng, root), _element(rng, root)
    if one is not None and to is not None and to not in one.iterdescendants() and one is not to:
        to.append(one)


def _x_attribute(rng: Random, root: etree._Element) -> None:
    one = _element(rng, root) if rng.random() < 0.9 else root
    if one is None:
        return
    if one.attrib and rng.random() < 0.25:
        del one.attrib[rng.choice(list(one.attrib))]
    elif one.attrib:
        one.set(rng.choice(list(one.attrib)), _printable(rng.choice(_ODD)))


def _x_same_attribute(rng: Random, root: etree._Element) -> None:
    """Give one attribute the same odd value wherever it stands."""
    one = _element(rng, root)
    if one is not None and one.attrib:
        name, value = rng.choice(list(one.attrib)), _printable(rng.choice(_ODD))
        for each in root.iter(tag=one.tag):
            if name in each.attrib:
                each.set(name, value)


def _x_text(rng: Random, root: etree._Element) -> None:
    filled = [one for one in root.iter(tag=etree.Element) if one.text and one.text.strip()]
    if filled:
        rng.choice(filled).text = _printable(rng.choice((rng.choice(TEXTS), rng.choice(NUMBERS), rng.choice(DATES))))


def _x_rename(rng: Random, root: etree._Element) -> None:
    one, other = _element(rng, root), _element(rng, root)
    if one is not None and other is not None:
        one.tag = other.tag if rng.random() < 0.7 else "{urn:x}y"


def _x_empty(rng: Random, root: etree._Element) -> None:
    one = _element(rng, root)
    if one is not None:
        for child in list(one):
            one.remove(child)
        one.text = None


def _x_deep(rng: Random, root: etree._Element) -> None:
    one = _element(rng, root)
    for _ in range(rng.choice((10, 100, 240, 2_000)) if one is not None else 0):
        inner = etree.SubElement(one, one.tag)
        one = inner


def _x_odd_nodes(rng: Random, root: etree._Element) -> None:
    """Put comments and processing instructions where only elements are thought of."""
    one = _element(rng, root) if rng.random() < 0.8 else root
    if one is not None:
        one.insert(0, rng.choice((etree.Comment(" x "), etree.ProcessingInstruction("x", "y"))))
        one.text = rng.choice((None, "x"))


_ON_TREE = (
    _x_drop,
    _x_drop,
    _x_double,
    _x_move,
    _x_attribute,
    _x_attribute,
    _x_attribute,
    _x_same_attribute,
    _x_text,
    _x_text,
)
_ON_TREE = (*_ON_TREE, _x_rename, _x_empty, _x_deep, _x_odd_nodes)


def on_xml(rng: Random, data: bytes) -> bytes:
    """Return XML with some of its tree changed; where it is no XML, with some of its bytes."""
    what = rng.random()
    if what < 0.06:
        return re.sub(rb"^(<\?xml[^>]*\?>)?", rb"\1" + rng.choice(_ENTITIES).encode(), data, count=1)
    if what < 0.1:
        return _encode(rng, data)
    if what < 0.13:
        return re.sub(rb"(?i)utf-8", rng.choice((b"utf-7", b"utf-16", b"x", b"iso-8859-1", b"")), data, count=1)
    if what < 0.2:
        return rng.choice(ON_BYTES)(rng, data)
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return rng.choice(ON_BYTES)(rng, data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        rng.choice(_ON_TREE)(rng, root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# ---------------------------------------------------------------- packages

Parts = dict[str, bytes]

_BAD_NAMES = (
    "../x.xml",
    "/x.xml",
    "C:\\x.xml",
    "x\x00.xml",
    "xl/vbaProject.bin",
    "word/activeX/a.xml",
    "word/embeddings/oleObject1.bin",
)
_BAD_NAMES = (
    *_BAD_NAMES,
    "x" * 300,
    "[Content_Types].xml",
    "xl/SharedStrings.xml",
    "\u202ex.xml",
    "customXml/item1.xml",
    "word/embeddings/a.xlsx",
)


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, blob in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), blob, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _xml_names(parts: Parts) -> list[str]:
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    # The parts that matter most are few: a sheet, a document, a slide, styles and what leads to them.
    main = [
        n
        for n in names
        if re.search(r"sheet\d|shared|document\.xml|styles|slide\d|header|footer|numbering|chart\d|rels", n)
    ]
    return main * 2 + names


def _p_xml(rng: Random, parts: Parts) -> None:
    if names := _xml_names(parts):
        name = rng.choice(names)
        parts[name] = on_xml(rng, parts[name])


def _p_drop(rng: Random, parts: Parts) -> None:
    if parts:
        del parts[rng.choice(list(parts))]


def _p_rename(rng: Random, parts: Parts) -> None:
    if parts:
        name = rng.choice(list(parts))
        new = rng.choice((name.upper(), name + ".bak", f"x/{name}", rng.choice(list(parts)), *_BAD_NAMES))
        parts[new] = parts.pop(name)


def _p_swap(rng: Random, parts: Parts) -> None:
    if parts:
        one, other = rng.choice(list(parts)), rng.choice(list(parts))
        parts[one], parts[other] = parts[other], parts[one]


def _p_add(rng: Random, parts: Parts) -> None:
    blob = rng.choice(
        (b"", b"<a/>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe<", packed({"a": b"b"}), b"<!DOCTYPE a>")
    )
    parts[rng.choice(_BAD_NAMES)] = blob


def _p_bytes(rng: Random, parts: Parts) -> None:
    if parts:
        name = rng.choice(list(parts))
        parts[name] = rng.choice(ON_BYTES)(rng, parts[name])


def _p_types(rng: Random, parts: Parts) -> None:
    name = "[Content_Types].xml"
    if name in parts:
        words = re.findall(rb'"([^"]+)"', parts[name])
        old, new = (
            rng.choice(words or [b"x"]),
            rng.choice((*words, b"application/xml", b"", b"application/vnd.ms-office.vbaProject")),
        )
        parts[name] = parts[name].replace(b'"' + old + b'"', b'"' + new + b'"')


def _p_links(rng: Random, parts: Parts) -> None:
    """Let relationships lead elsewhere: out, to nothing, to each other, in circles."""
    rels = [name for name in parts if name.endswith(".rels")]
    if rels:
        name = rng.choice(rels)
        targets = re.findall(rb'Target="([^"]*)"', parts[name])
        new = rng.choice(
            (
                *targets,
                b"https://example.invalid/x",
                b"file:///etc/passwd",
                b"",
                b"..",
                b"/",
                b"nothing.xml",
                b"../../../../x",
                b"document.xml",
            )
        )
        mode = rng.choice((b"", b"", b'" TargetMode="External'))
        if targets:
            parts[name] = parts[name].replace(b'Target="' + rng.choice(targets), b'Target="' + new + mode, 1)


def _p_bomb(rng: Random, parts: Parts) -> None:
    """Let a part grow: blanks before its end, or one of its elements many times, at a ratio that no guard minds."""
    if names := _xml_names(parts):
        name = rng.choice(names)
        grown = rng.choice(
            (b" ", b"<a/>", b"<c r='A1'/>", b"<row r='9'/>", b"<row r='9' ht='1'/>", b"<si><t>a</t></si>", b"<xf/>")
        )
        grown = grown * (rng.choice((990_000, 4_000_000)) // len(grown))
        noise = rng.randbytes(rng.choice((0, 30_000))).hex().encode()
        at = parts[name].rfind(b"</")
        inside = parts[name].rfind(b"</", 0, max(at, 0)) if rng.random() < 0.5 else at
        parts[name] = parts[name][:inside] + grown + b"<!--" + noise + b"-->" + parts[name][inside:]


_ON_PARTS = (*[_p_xml] * 9, _p_drop, _p_rename, _p_swap, _p_add, _p_bytes, _p_types, _p_links, _p_links, _p_bomb)


def _on_package(rng: Random, data: bytes) -> bytes:
    try:
        parts = unpacked(data)
    except Exception:  # noqa: BLE001 - an operation before this one has broken the archive
        return rng.choice(ON_BYTES)(rng, data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        rng.choice(_ON_PARTS)(rng, parts)
    return packed(parts)


def _headers(rng: Random, data: bytes) -> bytes:
    """Change what the archive's own list says: sizes, methods, flags, doubles."""
    made = bytearray(data)
    at = [match.start() for match in re.finditer(b"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    if at:
        start = rng.choice(at)
        for _ in range(rng.choice((1, 2))):
            made[min(len(made) - 1, start + rng.randrange(4, 46))] = rng.choice((0, 1, 8, 9, 12, 99, 255))
    return bytes(made)


# ---------------------------------------------------------------- sheets


def _sheet(change: Callable[[Random, etree._Element, str], None]) -> Callable[[Random, Parts], None]:
    def changed(rng: Random, parts: Parts) -> None:
        names = [name for name in parts if re.match(r"xl/worksheets/[^/]+\.xml", name)]
        if not names:
            return
        name = rng.choice(names)
        try:
            root = etree.fromstring(parts[name], _PARSER)
        except (etree.XMLSyntaxError, ValueError):
            return
        change(rng, root, root.tag.rpartition("}")[0] + "}" if "}" in root.tag else "")
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    return changed


def _s_cell(rng: Random, root: etree._Element, ns: str) -> None:
    """Change a cell: its place, type, style, index of a shared text, formula or value."""
    cells = list(root.iter(f"{ns}c"))
    if not cells:
        return
    cell = rng.choice(cells)
    what = rng.randrange(6)
    if what == 0:
        cell.set("r", rng.choice(_REFS))
    elif what == 1:
        cell.set("t", rng.choice(("s", "n", "b", "d", "e", "inlineStr", "str", "x", "")))
    elif what == 2:
        cell.set("s", rng.choice(NUMBERS))
    elif what == 3:
        etree.SubElement(
            cell, f"{ns}f", t=rng.choice(("shared", "array", "dataTable", "normal")), si="7", ref=rng.choice(_REFS)
        ).text = "A1"
    else:
        value = cell.find(f"{ns}v")
        value = etree.SubElement(cell, f"{ns}v") if value is None else value
        value.text = _printable(rng.choice((*NUMBERS, *DATES, *TEXTS)))


def _s_merge(rng: Random, root: etree._Element, ns: str) -> None:
    merged = etree.SubElement(root, f"{ns}mergeCells")
    for _ in range(rng.choice((1, 3, 50))):
        corner, rows = rng.randrange(1, 20), rng.choice((0, 1, 3, 2_000, 1_000_000))
        area = f"{chr(65 + rng.randrange(20))}{corner}:{chr(65 + rng.randrange(20))}{corner + rows}"
        etree.SubElement(merged, f"{ns}mergeCell", ref=rng.choice((area, area, area, rng.choice(_REFS))))


def _s_rows(rng: Random, root: etree._Element, ns: str) -> None:
    """Repeat a row many times with numbers of its own, so that a real list becomes a very long one."""
    data = root.find(f"{ns}sheetData")
    if data is None or not len(data):
        return
    row = rng.choice(list(data))
    times = min(rng.choice((10, 500, 3_000, 20_000)), 1 + 150_000 // max(1, len(row)))
    start = len(data)
    for number in range(start, start + times):
        copy = deepcopy(row)
        copy.set("r", str(number + 1))
        for cell in copy.iter(f"{ns}c"):
            cell.set("r", re.sub(r"\d+", str(number + 1), cell.get("r") or "A1"))
        data.append(copy)


def _s_odd(rng: Random, root: etree._Element, ns: str) -> None:
    name, attributes = rng.choice(
        (
            ("dimension", {"ref": rng.choice(_REFS)}),
            ("dataValidations", {"count": rng.choice(NUMBERS)}),
            ("autoFilter", {"ref": rng.choice(_REFS)}),
            ("sheetViews", {}),
            ("hyperlinks", {}),
            ("legacyDrawing", {"id": "rId9"}),
            ("conditionalFormatting", {"sqref": " ".join([rng.choice(_REFS)] * rng.choice((1, 3_000)))}),
            ("cols", {}),
        )
    )
    made = etree.SubElement(root, f"{ns}{name}", **attributes)
    if name == "cols":
        etree.SubElement(made, f"{ns}col", min=rng.choice(NUMBERS), max=rng.choice(NUMBERS), width=rng.choice(NUMBERS))
    if name == "dataValidations":
        etree.SubElement(
            made, f"{ns}dataValidation", sqref=" ".join([rng.choice(_REFS)] * rng.choice((1, 2_000))), type="list"
        )


def _on_sheets(rng: Random, data: bytes) -> bytes:
    try:
        parts = unpacked(data)
    except Exception:  # noqa: BLE001 - an operation before this one has broken the archive
        return rng.choice(ON_BYTES)(rng, data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        _sheet(rng.choice((_s_cell, _s_cell, _s_cell, _s_merge, _s_rows, _s_odd)))(rng, parts)
    return packed(parts)


# ---------------------------------------------------------------- drawings, pictures, fonts

_SVG = (
    b"<script>x</script>", b'<image href="https://example.invalid/x.png"/>', b'<use href="#a"/>', b'<g id="a"><use href="#a"/></g>',
    b'<use href="#missing"/>', b'<rect width="1e300" height="NaN"/>', b'<path d="M' + b"1 " * 20_000 + b'"/>', b'<style>@import "x";</style>',
    b"<style>*{fill:url(#a)}</style>", b'<text font-size="9999">x</text>', b'<filter id="f"><feTurbulence numOctaves="99"/></filter>',
    b'<rect style="filter:url(#f)"/>', b'<svg viewBox="0 0 1e9 1e-9"/>', b'<linearGradient id="g" href="#g"/>', b"<g>" * 3_000, b"<!-- x -->",
    b'<?xml-stylesheet href="x"?>', b'<g transform="scale(1e30) rotate(NaN)"/>', b'<mask id="m"><rect mask="url(#m)" width="9" height="9"/></mask>',
    b'<rect mask="url(#m)" width="9" height="9"/>', b'<circle r="-5"/>', b'<rect fill="url(https://example.invalid)"/>', b"<g onload='x'/>",
    b'<rect stroke-dasharray="0.0000001" stroke="#000" width="90" height="90"/>', b'<clipPath id="c" clip-path="url(#c)"/>',
    b'<symbol id="s" viewBox="0 0 0 0"><rect width="9" height="9"/></symbol><use href="#s"/>',
)  # fmt: skip


def _svg_put(rng: Random, data: bytes) -> bytes:
    ends = [match.end() for match in re.finditer(rb">", data)] or [0]
    at = rng.choice(ends)
    return data[:at] + rng.choice(_SVG) * rng.choice((1, 1, 2, 500)) + data[at:]


def _svg_number(rng: Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"[-\d.]+", data))
    if not found:
        return data
    one = rng.choice(found)
    new = rng.choice((b"0", b"-1", b"1e30", b"1e-30", b"NaN", b"999999999", b"1e400", b"", b"100%", b"1e9em"))
    return data[: one.start()] + new + data[one.end() :]


def _chunk(rng: Random, data: bytes) -> bytes:
    """Change numbers in the head of a picture or font: widths, heights, depths, lengths, offsets."""
    made = bytearray(data)
    at = rng.randrange(max(1, min(len(made), rng.choice((40, 400, 4_000))) - 4))
    made[at : at + 4] = rng.choice(
        (b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\xff\xff", b"\x00\x01\x00\x00")
    )
    return bytes(made)


def _png_size(rng: Random, data: bytes) -> bytes:
    if not data.startswith(b"\x89PNG") or len(data) < 33:
        return _chunk(rng, data)
    sides = (0, 1, 7_999, 8_000, 8_001, 30_000, 2**31 - 1)
    head = rng.choice(sides).to_bytes(4, "big") + rng.choice(sides).to_bytes(4, "big")
    body = b"IHDR" + head + bytes(rng.choice((data[24:29], (1, 0, 0, 0, 0), (16, 6, 0, 0, 1), (8, 3, 0, 0, 0)))[:5])
    return data[:12] + body + zlib.crc32(body).to_bytes(4, "big") + data[33:]


# ---------------------------------------------------------------- JSON, words, paths


def _json_value(rng: Random, data: bytes) -> bytes:
    found = list(re.finditer(rb'"(?:[^"\\]|\\.)*"|-?\d+|true|false|null', data))
    if not found:
        return data
    one = rng.choice(found)
    written = rng.choice((*TEXTS[:30], *NUMBERS))
    values = (json.dumps(written), "null", "[]", "{}", "[" * 5_000, "-1", "1e999", "NaN", "true", '{"a": 1}')
    return data[: one.start()] + rng.choice(values).encode("utf-8", "surrogatepass") + data[one.end() :]


def _hostile(rng: Random, lines: list[str]) -> list[str]:
    at = rng.randrange(len(lines))
    new = "".join(rng.choice(TEXTS) for _ in range(rng.choice((1, 1, 2, 3))))
    kept = lines[at] if rng.random() < 0.5 else ""
    return [*lines[:at], (kept + new).replace("\n", " "), *lines[at + 1 :]]


KINDS: Mapping[str, tuple[Change, ...]] = {
    "bytes": (),
    "csv": ON_CSV,
    "docx": (*[_on_package] * 9, _headers),
    "font": (_chunk,),
    "json": (_json_value, *ON_LINES),
    "picture": (_chunk, _png_size),
    "pptx": (*[_on_package] * 9, _headers),
    "svg": (_svg_put, _svg_put, _svg_number, on_xml, on_xml),
    "words": (_lines(_hostile),),
    "xlsx": (*[_on_package] * 5, *[_on_sheets] * 6, _headers),
    "yaml": ON_YAML,
}
"""The operations on each format."""
