"""Make the reference results anew and write down why: python -m tests.backtest.update "why results move".

Without a reason, or a move, nothing is written. What moved furthest is told on standard error.
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
    """Make the reference results and put them in the place of the old ones; say what moved, or that nothing did."""
    told = []
    with TemporaryDirectory() as name:
        folders = {study: make(study, Path(name) / study) for study in STUDIES}
        here = json.dumps(machine(), indent=1) + "\n"
        if _read(KEPT / MACHINE) == here and all(_is_kept(KEPT / study, folder) for study, folder in folders.items()):
            return "nothing moved, and nothing was written\n"
        for study, folder in folders.items():
            told.append(f"{study}: {_moves(KEPT / study, folder)}")
        for study, folder in folders.items():
            (KEPT / study).mkdir(parents=True, exist_ok=True)
            for file in (*TEXTS, CHECKSUMS):
                shutil.copyfile(folder / file, KEPT / study / file)
    (KEPT / MACHINE).write_text(here, encoding="utf-8", newline="\n")
    log = KEPT / REASONS
    text = _read(log) or HEAD
    line = f"- {datetime.now(UTC).date()}, {__version__}, {'; '.join(told)}. {reason}\n"
    log.write_text(text + line, encoding="utf-8", newline="\n")
    return line


def _read(path: Path) -> str:
    """Read a file; nothing where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _is_kept(old: Path, new: Path) -> bool:
    """Tell whether results are to the byte what is kept."""
    return all(_read(old / file) == _read(new / file) for file in (*TEXTS, CHECKSUMS))


def _moves(old: Path, new: Path) -> str:
    """Count the cells that moved, and name the table and the cell that did most."""
    counts = []
    for file in TEXTS:
        if not (old / file).is_file():
            counts.append(f"{file} is new")
            continue
        moved = moved_cells(_read(old / file), _read(new / file))
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
