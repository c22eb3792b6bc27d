"""Read a harm pack: a YAML file, with the published sheet that it may name, or a table of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError
from sim.harm.config import HarmPack
from sim.harm.own_index import read_own_index
from sim.harm.read_sheet import sheet_files, with_sheet
from sim.study.errors import validate
from sim.study.files import Source, checksum
from sim.study.packs import TABLE_SUFFIX, locate
from sim.study.reader import Document, Loc, read_document, shown


class HarmRead(NamedTuple):
    """A harm pack as it was read.

    Parameters
    ----------
    pack
        The pack, with a weight for every offence that it weighs and no sheet left to read.
    sources
        The files that it was read from.
    """

    pack: HarmPack
    sources: tuple[Source, ...]


def read_harm_pack(word: str, beside: Path, data: Path | None = None) -> HarmRead:
    """Read a harm pack by its name.

    Parameters
    ----------
    word
        A pack's name or file.
    beside
        Folder of the file in which the word stands.
    data
        Folder of --data, where a published sheet is sought first; then it is sought beside the pack.

    Returns
    -------
    HarmRead
        The pack and its files.

    Raises
    ------
    LookupError
        When there is no such pack; its two arguments say what is wrong and what to do.
    InputError
        With everything that is wrong with the pack and its sheet.
    """
    path = locate("harm", word, beside)
    name = shown(path)
    if path.suffix == TABLE_SUFFIX:
        return HarmRead(read_own_index(path, name), (Source(name, path, checksum(path)),))
    document = read_document(path, name)
    pack, problems = validate(HarmPack, document)
    if problems:
        raise InputError(problems)
    filled = fill_harm_pack(pack, document, (), data)
    return HarmRead(filled.pack, (Source(document.name, document.path, document.sha256), *filled.sources))


def fill_harm_pack(pack: HarmPack, document: Document, loc: Loc, data: Path | None) -> HarmRead:
    """Read the sheet that a pack names.

    Parameters
    ----------
    pack
        The pack as written.
    document, loc
        The file in which it stands, and where in it.
    data
        Folder of --data, where the sheet is sought first; then it is sought beside the file.

    Returns
    -------
    HarmRead
        The pack with all its weights, and the files that were read for it.

    Raises
    ------
    InputError
        With every file that is missing, at its line in the pack, or all that is wrong in them.
    """
    folders = [folder for folder in (data, document.path.parent) if folder is not None]
    found: dict[str, Path] = {}
    problems = []
    for place, name in sheet_files(pack):
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is None:
            what = f"there is no file {name} in {' or in '.join(map(str, folders))}"
            do = "bring it, as the head of the pack says, or name the folder that holds it with --data DIR"
            problems.append(document.problem((*loc, *place), what, do))
        else:
            found[name] = path
    if problems:
        raise InputError(problems)
    sources = tuple(Source(name, path, checksum(path)) for name, path in found.items())
    return HarmRead(with_sheet(pack, found.__getitem__), sources)
