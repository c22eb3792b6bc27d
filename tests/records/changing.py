"""Change the files of the made-up county: its county file by section, its street files by row."""

from __future__ import annotations

import csv
from pathlib import Path

from ruamel.yaml import YAML


def rewrite(county_path: Path, **sections) -> None:
    """Merge keys into sections of the county file; None takes a section away."""
    yaml = YAML()
    data = yaml.load(county_path.read_text(encoding="utf-8"))
    for name, change in sections.items():
        if change is None:
            del data[name]
        elif isinstance(change, dict) and name in data:
            data[name].update(change)
        else:
            data[name] = change
    with county_path.open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)


def street_file(county_path: Path, month: str = "2022-03") -> Path:
    """Give the street file of a month."""
    return next((county_path.parent / "street" / month).iterdir())


def edit_rows(path: Path, edit) -> None:
    """Put each row of a CSV file, as a dict, through a function."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        head, rows = list(reader.fieldnames), [edit(number, row) for number, row in enumerate(reader)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, head)
        writer.writeheader()
        writer.writerows(rows)
