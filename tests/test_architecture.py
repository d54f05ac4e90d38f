"""The import table: imports go one way, from the end of the flow to its start, at the top of the file."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "packgen"

# From the start of the flow to its end. A module may import from its own line's package and from lines above it.
ORDER = (
    ("problems", "resources", "contrast", "record", "store", "own_code", "allowed"),
    ("crew",),
    ("cluster", "remote_store", "beyond"),
    ("remote_lock",),
    ("model", "blocks", "clean", "yaml_source", "yaml_text", "identity", "office", "colours"),
    ("theme", "archive", "spreadsheet", "statistics", "fields", "messages", "filenames", "record_form"),
    ("speech", "schema", "content", "brand", "drawings", "accessibility"),
    ("settings_workbook", "workbook_cells"),
    ("settings", "privacy", "files", "contents_pages", "records_file"),
    ("index_page", "pdf_copies", "contact_sheets", "compose", "render", "proofreading"),
    ("results", "logos", "merge"),
    ("units",),
    ("own_looks", "wording"),
    ("collecting",),
    ("exchange",),
    ("upgrade",),
    ("upgrade_report",),
    ("settings_page", "surveys", "unit_records"),
    ("places",),
    ("printing", "settings_form", "shapes"),
    ("new_folder", "new_round"),
    ("packs",),
    ("sending",),
    ("fingerprint",),
    ("unit_packs",),
    ("pipeline",),
    ("look", "sheet_files", "trial", "collect", "overview"),
    ("desk",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
# Who may not know whom, whatever the order says: the three vocabularies never mix.
STRANGERS = {
    "accessibility": {"model", "blocks", "theme", "content", "colours"},
    "render": {"model", "content", "results", "privacy", "compose", "settings", "units"},
    "blocks": {"model", "theme"},
    "model": {"blocks", "theme"},
    "privacy": {"content", "render", "blocks"},
    "results": {"content", "render", "blocks"},
    "compose": {"render", "results", "privacy", "theme"},
    "merge": {"model", "content", "results", "privacy", "compose", "settings", "units", "theme"},
    "proofreading": {"compose", "render", "results", "privacy"},
    "exchange": {"compose", "render", "results", "privacy", "units"},
    "collecting": {"compose", "render", "privacy"},
}
# Libraries that not everybody has, and modules on them: nobody imports those by name but `beyond`, when asked.
EXTRA = {"dask", "distributed", "fsspec"}
ON_EXTRA = {"cluster", "remote_store", "remote_lock"}
OFFICE = {"docx", "pptx", "lxml", "openpyxl", "click", "rich", "matplotlib", "segno", "typst", "fontTools", "isal"}
MAY_USE_OFFICE = {
    "render": {"docx", "pptx", "lxml", "openpyxl", "matplotlib", "segno", "typst", "fontTools", "isal"},
    "results": {"openpyxl", "pptx", "lxml"},
    "units": {"openpyxl"},
    "sending": {"openpyxl"},
    "overview": {"openpyxl"},
    "accessibility": {"lxml"},
    "exchange": {"openpyxl", "lxml"},
    "collecting": {"openpyxl", "lxml", "pptx"},
    "archive": {"lxml"},
    "drawings": {"lxml"},
    "spreadsheet": {"openpyxl"},
    "workbook_cells": {"lxml"},
    "settings_form": {"openpyxl"},
    "settings_workbook": {"openpyxl"},
    "cli": {"click", "rich"},
    "commands": {"rich", "click"},
    "desk": {"rich"},
}


def level(name: str) -> int:
    found = [i for i, names in enumerate(ORDER) if name in names]
    assert found, f"{name} stands in no line of the import table"
    return found[0]


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def top(path: Path) -> str:
    relative = path.relative_to(SOURCE)
    return relative.parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                f"{node.module}.{alias.name}" if node.module == "packgen" else node.module for alias in node.names
            }
    return found


def own(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("packgen.") and name != "packgen.__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path):
    here = top(path)
    if here == "__init__":
        return
    for name in own(imported(ast.parse(path.read_text("utf-8")))) - {here, "__version__"}:
        assert level(name) < level(here), f"{here} may not import {name}"
        assert name not in STRANGERS.get(here, set()), f"{here} and {name} are strangers"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_stand_at_the_top_of_the_file(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    at_top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert id(node) in at_top, f"{path.name}:{node.lineno} imports below the top"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_edges_know_office_libraries(path: Path):
    outside = {name.split(".")[0] for name in imported(ast.parse(path.read_text("utf-8")))} & OFFICE
    assert outside <= MAY_USE_OFFICE.get(top(path), set())


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_nobody_needs_a_library_that_not_everybody_has(path: Path):
    names = imported(ast.parse(path.read_text("utf-8")))
    if top(path) not in ON_EXTRA:
        assert not {name.split(".")[0] for name in names} & EXTRA
        assert not own(names) & ON_EXTRA


def test_no_module_is_a_drawer_for_everything():
    assert not {p.stem for p in modules()} & {"utils", "util", "helpers", "base", "core", "common", "misc"}
