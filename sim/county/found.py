"""Which files a path of a county file names: one, a folder of them, or all that match a pattern."""

from __future__ import annotations

from pathlib import Path


def find_files(base: Path, path: str, ending: str = "") -> list[Path]:
    """Find what a path of a county file names.

    Parameters
    ----------
    base
        Folder that it is relative to.
    path
        A file; a folder, which is searched for ``*{ending}.csv`` and the same with ``.gz``; or a pattern with ``*``.
    ending
        How the names of tables in a folder end, before ``.csv``.

    Returns
    -------
    list of Path
        The files that there are, in the order of their names; hidden ones only where they are named in full: a Mac puts one
        beside each that it copies.
    """
    parts = Path(path.replace("\\", "/")).parts
    fixed = [part for part in parts if "*" not in part]
    if len(fixed) < len(parts):
        start = next(number for number, part in enumerate(parts) if "*" in part)
        found = base.joinpath(*parts[:start]).glob("/".join(parts[start:]))
        return sorted(file for file in found if file.is_file() and not is_hidden(file.name))
    whole = base.joinpath(*parts)
    if whole.is_dir():
        inside = (file for kind in ("csv", "csv.gz") for file in whole.rglob(f"*{ending}.{kind}"))
        return sorted(file for file in inside if not is_hidden(file.name))
    return [whole] if whole.is_file() else []


def is_hidden(name: str) -> bool:
    """Tell whether a file of this name, without folder, is hidden."""
    return name.startswith(".")
