"""Results appear whole or not at all: they are written beside their place and moved in at the end."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sim.errors import InputError
from sim.run.owner import Owner

_PARTIAL = re.compile(r"\..+-(?P<owner>[0-9a-f]{12}-[0-9]+)-[^-]+\.partial")


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a fresh folder that takes the place of another once everything in it is written.

    What runs that were killed have left beside it is cleared away.

    Parameters
    ----------
    folder
        Where the results belong; what is there stays untouched until the end, and for good if anything fails.

    Yields
    ------
    Path
        An empty folder on the same disk.

    Raises
    ------
    InputError
        If nothing can be written beside the folder.
    """
    stage = _fresh_folder_beside(folder)
    try:
        yield stage
        _replace(folder, stage)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def staged_together(place: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a fresh folder whose contents take their places in another one together, once all are written.

    Parameters
    ----------
    place
        Folder that the files and folders belong in; what else is there is left alone.
    names
        What is written: names of files and folders as seen from `place`, the one that readers look for first last.

    Yields
    ------
    Path
        An empty folder on the same disk.

    Raises
    ------
    InputError
        If nothing can be written in the place.
    """
    stage = _fresh_folder_beside(place / Path(names[-1]).stem)
    try:
        yield stage
        _replace_together(place, stage, names)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fresh_folder_beside(folder: Path) -> Path:
    """Make an empty folder next to where the results belong."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_away_the_abandoned(folder.parent)
        prefix = f".{folder.name}-{Owner.this_process()}-"
        return Path(tempfile.mkdtemp(prefix=prefix, suffix=".partial", dir=folder.parent))
    except OSError as error:
        what = f"results cannot be written there ({error.strerror})"
        raise InputError.of(str(folder.parent), what, "name another folder with --out") from error


def _clear_away_the_abandoned(place: Path) -> None:
    """Delete folders of runs that were killed: they hold a part of results that nobody will finish."""
    for left in place.glob(".*.partial"):
        named = _PARTIAL.fullmatch(left.name)
        if named and Owner.named(named["owner"]).is_surely_gone():
            shutil.rmtree(left, ignore_errors=True)


def _replace_together(place: Path, stage: Path, names: Sequence[str]) -> None:
    """Move what is new into its place and what was there out of it; if anything fails all goes back."""
    aside = stage / ".replaced"
    undo: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        undo.append((target, source))

    try:
        for name in names:
            if (place / name).exists():
                move(place / name, aside / name)
            move(stage / name, place / name)
    except OSError:
        for now, before in reversed(undo):
            now.rename(before)
        raise


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
