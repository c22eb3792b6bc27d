"""What stands in files, as tests look at it."""

from __future__ import annotations

import csv

from ruamel.yaml import YAML


def read_yaml(path):
    """Read a file as the program does: YAML 1.2."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def read_csv(path):
    """Give the rows of a table, each by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder):
    """Give every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
