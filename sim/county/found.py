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
        The files that there are, in the order of their names.
    """
    parts = Path(path.replace("\\", "/")).parts
    fixed = [part for part in parts if "*" not in part]
    if len(fixed) < len(parts):
        start = next(number for number, part in enumerate(parts) if "*" in part)
        return sorted(file for file in base.joinpath(*parts[:start]).glob("/".join(parts[start:])) if file.is_file())
    whole = base.joinpath(*parts)
    if whole.is_dir():
        return sorted(file for kind in ("csv", "csv.gz") for file in whole.rglob(f"*{ending}.{kind}"))
    return [whole] if whole.is_file() else []
