"""Make the reference results anew and write down why: python -m tests.backtest.update "why results move".

Without a reason nothing is written. What moved furthest is told on standard error.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sim import __version__
from tests.backtest.reference import CHECKSUMS, KEPT, MACHINE, REASONS, STUDIES, TEXTS, machine, make, moved_cells

SHOWN = 3
HEAD = """# Why the reference results moved

One line an update, the latest last: the day, the version, how many cells moved, the reason. Written by
`python -m tests.backtest.update "why results move"`.

"""


def update(reason: str) -> str:
    """Make the reference results and put them in the place of the old ones; say what moved."""
    told = []
    with TemporaryDirectory() as name:
        folders = {study: make(study, Path(name) / study) for study in STUDIES}
        for study, folder in folders.items():
            told.append(f"{study}: {_moves(KEPT / study, folder)}")
        for study, folder in folders.items():
            (KEPT / study).mkdir(parents=True, exist_ok=True)
            for file in (*TEXTS, CHECKSUMS):
                shutil.copyfile(folder / file, KEPT / study / file)
    (KEPT / MACHINE).write_text(json.dumps(machine(), indent=1) + "\n", encoding="utf-8", newline="\n")
    log = KEPT / REASONS
    text = log.read_text(encoding="utf-8") if log.is_file() else HEAD
    line = f"- {datetime.now(UTC).date()}, {__version__}, {'; '.join(told)}. {reason}\n"
    log.write_text(text + line, encoding="utf-8", newline="\n")
    return line


def _moves(old: Path, new: Path) -> str:
    """Count the cells that moved, and name the table and the cell that did most."""
    counts = []
    for file in TEXTS:
        if not (old / file).is_file():
            counts.append(f"{file} is new")
            continue
        moved = moved_cells((old / file).read_text(encoding="utf-8"), (new / file).read_text(encoding="utf-8"))
        counts.append(f"{len(moved)} cells of {file}")
        for cell in moved[:SHOWN]:
            sys.stderr.write(f"{file}: {cell}\n")
    return ", ".join(counts)


def main(words: list[str]) -> int:
    """Update if there is a reason."""
    reason = " ".join(words).strip()
    if not reason:
        sys.stderr.write('give the reason: python -m tests.backtest.update "why results move"\n')
        return 2
    sys.stdout.write(update(reason))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
