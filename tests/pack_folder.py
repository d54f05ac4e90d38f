"""What lies in a folder of packs: files as people see them, and what packgen notes of them."""

import json
from pathlib import Path
from typing import Any

NOTES = ".packgen"


def files_below(folder: Path) -> set[str]:
    """Return the paths of all files but packgen's own notes."""
    found = (f.relative_to(folder) for f in folder.rglob("*") if f.is_file())
    return {f.as_posix() for f in found if NOTES not in f.parts}


def listed(root: Path) -> list[dict[str, Any]]:
    """Return the entries of all manifests in a round's folder, by path."""
    found = [
        node for file in (root / NOTES / "units").glob("*.json") for node in json.loads(file.read_bytes())["files"]
    ]
    return sorted(found, key=lambda node: str(node["path"]))


def manifest(root: Path) -> dict[str, dict[str, Any]]:
    """Return the same by path."""
    return {node["path"]: node for node in listed(root)}
