"""What kind of Office file bytes are, by what they hold and not by their name, and the way to their main part."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

Medium = Literal["word", "workbook", "deck"]

_MEDIA: tuple[tuple[str, Medium], ...] = (
    ("wordprocessingml.document.main", "word"),
    ("wordprocessingml.template.main", "word"),
    ("spreadsheetml.sheet.main", "workbook"),
    ("spreadsheetml.template.main", "workbook"),
    ("presentationml.presentation.main", "deck"),
    ("presentationml.slideshow.main", "deck"),
    ("presentationml.template.main", "deck"),
)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BROKEN = (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class Package:
    """An Office file that the guard of archives has let through: its medium ("" for another), main part and title."""

    data: bytes
    medium: Medium | Literal[""]
    main: str
    title: str

    def roots(self, *starts: str) -> Iterator[etree._Element]:
        """Yield the roots of the XML parts whose names begin so, in order; parts that cannot be parsed are left out."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            for name in sorted(package.namelist()):
                if name.startswith(starts) and name.casefold().endswith(".xml"):
                    root = _root(package, name)
                    if root is not None:
                        yield root


def opened(data: bytes) -> Package:
    """Return an Office file by what it holds. The guard must have let it through."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            main = _main(package)
            kind = _types(package).get(main, "")
            title = _title(package)
    except _BROKEN:
        return Package(data, "", "", "")
    return Package(data, next((medium for part, medium in _MEDIA if part in kind), ""), main, title)


def _main(package: zipfile.ZipFile) -> str:
    """Return the name of the main part, wherever the program that saved the file has put it."""
    for element in _children(package, "_rels/.rels"):
        if (element.get("Type") or "").endswith("/officeDocument"):
            return (element.get("Target") or "").lstrip("/")
    return ""


def _types(package: zipfile.ZipFile) -> dict[str, str]:
    return {
        (element.get("PartName") or "").lstrip("/"): element.get("ContentType") or ""
        for element in _children(package, "[Content_Types].xml")
    }


def _title(package: zipfile.ZipFile) -> str:
    """Return the title that the file's properties say, wherever they stand."""
    for name in package.namelist():
        if name.casefold().startswith("docprops/core") and (root := _root(package, name)) is not None:
            return next((one.text or "" for one in root.iter("{*}title")), "")
    return ""


def _children(package: zipfile.ZipFile, name: str) -> list[etree._Element]:
    root = _root(package, name)
    return [] if root is None else [child for child in root if isinstance(child.tag, str)]


def _root(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Return a part's root, as if every program wrote the usual names of Word's elements; None where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(package.read(name).replace(_STRICT, _USUAL), parser)
    except (etree.XMLSyntaxError, KeyError):
        return None
