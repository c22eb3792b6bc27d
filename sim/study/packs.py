"""Find parameter packs: beside the study, then in ./models, in ./models/local, then in the bundle.

All places are laid out alike: county packs at the top, the other kinds in folders of their own.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Final, Literal

from sim.errors import InputError
from sim.listing import listing
from sim.study.suggest import did_you_mean, neighbour_file

PackKind = Literal["county", "demand", "force", "street", "effect", "harm", "costs"]

FOLDERS: Final[dict[PackKind, str]] = {
    "county": "",
    "demand": "demand",
    "force": "force",
    "street": "street",
    "effect": "effects",
    "harm": "harm",
    "costs": "costs",
}
"""Where each kind of pack lives inside `models/`."""

HARM_INDICES: Final = ("cambridge", "cambridge_low_harm", "severity", "cost")
"""The harm packs that every study is scored with, so that the report can say whether the index changes the answer."""

LOCAL: Final = Path("models") / "local"
"""Where a fit to a county's own data puts its packs, which never leave the machine."""
FITTED: Final = "_fitted"
"""What a fit adds to the name of the county that it was made from."""

_KIND_OF_COUNTY: Final = re.compile(r"kind: *[\"']?(embedded|files|table|nation)\b")
_SUFFIX = ".yaml"
_SUFFIXES = (".yaml", ".yml")
TABLE_SUFFIX: Final = ".csv"
"""Suffix of a harm index that is written as a table."""


def bundle_folder(name: Literal["models", "scenarios"]) -> Path:
    """Give a folder that comes with the program: inside the installed package, else beside it in a clone."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name


def locate(kind: PackKind, word: str, beside: Path) -> Path:
    """Find the file that a study means by a word.

    Parameters
    ----------
    kind
        The kind of pack.
    word
        A pack's name, or a file: with a suffix or a slash in it, relative to the file it stands in.
    beside
        Folder of the file in which the word stands.

    Returns
    -------
    Path
        The pack's file.

    Raises
    ------
    LookupError
        When there is none; its two arguments say what is wrong and what to do.
    """
    if is_file_name(word) or word.lower().endswith(_suffixes(kind)):
        path = beside / word.replace("\\", "/")
        if path.is_file():
            return path
        meant = neighbour_file(path)
        what = f"there is no file {path}"
        raise LookupError(what, f"did you mean {Path(meant).name}?" if meant else "")
    for root, suffix in product(_roots(beside), _suffixes(kind)):
        path = root / FOLDERS[kind] / f"{word}{suffix}"
        if path.is_file() and not _is_study(path):
            return path
    there = pack_names(kind, beside)
    what = f'there is no {kind} pack "{word}"'
    fitted_from = word.removesuffix(FITTED)
    if word.endswith(FITTED) and fitted_from in pack_names("county", beside):
        raise LookupError(what, f"make it: {fit_command(fitted_from)}")
    known = f"there are {listing(there)}" if there else f"put one into models/{FOLDERS[kind]}".rstrip("/")
    meant = did_you_mean(word, there)
    raise LookupError(what, f"{meant} {known}" if meant else known)


def fit_command(county: str) -> str:
    """Write the command that fits a county file to its data and puts the packs where studies find them."""
    return f"python -m sim fit {county} --data DIR, where DIR is the folder that holds its data"


def pack_names(kind: PackKind, beside: Path) -> list[str]:
    """List the packs of a kind that a file in the folder `beside` can name."""
    folders = [root / FOLDERS[kind] for root in _roots(beside)]
    places = product((folder for folder in folders if folder.is_dir()), _suffixes(kind))
    found = [path for folder, suffix in places for path in folder.glob(f"*{suffix}")]
    return sorted({path.stem for path in found if kind != "county" or _is_county(path)})


def is_file_name(word: str) -> bool:
    """Tell whether a word names a file and not a pack."""
    return word.lower().endswith(_SUFFIXES) or "/" in word or "\\" in word


def find_study(word: str) -> Path:
    """Find a study: the file as named, else one of that name that comes with the program.

    Parameters
    ----------
    word
        What the user typed.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        When there is no such file, with the one that was probably meant.
    """
    path = Path(word)
    if path.exists():
        return path
    shipped = bundle_folder("scenarios")
    inside = Path(*path.parts[1:]) if path.parts[:1] == ("scenarios",) else path
    if not path.is_absolute() and (shipped / inside).is_file():
        return shipped / inside
    meant = neighbour_file(path) or _known_study(path.name, shipped)
    raise InputError.of(word, "there is no such file", f"did you mean {meant}?" if meant else "")


def _known_study(name: str, shipped: Path) -> str:
    """Name the study in ./scenarios, or among those that come with the program, that a word is close to."""
    for folder in (Path("scenarios"), shipped):
        meant = neighbour_file(folder / (name if name.endswith(_SUFFIXES) else f"{name}{_SUFFIX}"))
        if meant:
            return f"scenarios/{Path(meant).name}"
    return ""


def _suffixes(kind: PackKind) -> tuple[str, ...]:
    """Give the suffixes of a kind of pack, in the order in which they are sought."""
    return (_SUFFIX, TABLE_SUFFIX) if kind == "harm" else (_SUFFIX,)


def _roots(beside: Path) -> list[Path]:
    """List the places to search, in order, each once."""
    roots = [beside, Path("models"), LOCAL, bundle_folder("models")]
    once = {root.resolve(): root for root in reversed(roots)}
    return [root for root in roots if once.get(root.resolve()) == root]


def _is_study(path: Path) -> bool:
    """Tell whether a file is a study, which may lie beside county packs."""
    return any(line.startswith("schema_version") for line in _lines(path))


def _is_county(path: Path) -> bool:
    """Tell whether a file looks like a county pack: any YAML may lie where county packs do."""
    return not _is_study(path) and any(_KIND_OF_COUNTY.match(line) for line in _lines(path))


def _lines(path: Path) -> list[str]:
    """Read a file's lines; none where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
