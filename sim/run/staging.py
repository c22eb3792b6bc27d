"""Results appear whole or not at all: they are written beside their place and moved in at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a fresh folder that takes the place of another once everything in it is written.

    Parameters
    ----------
    folder
        Where the results belong; what is there stays untouched until the end, and for good if anything fails.

    Yields
    ------
    Path
        An empty folder on the same disk.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".partial", dir=folder.parent))
    try:
        yield stage
        _replace(folder, stage)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _replace(folder: Path, stage: Path) -> None:
    """Move the new folder into the place of the old one; if that fails the old one goes back."""
    stage.chmod(0o755)
    if not folder.exists():
        stage.rename(folder)
        return
    old = stage.with_suffix(".old")
    folder.rename(old)
    try:
        stage.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
