"""Fill a harm pack with the weights of the published sheet that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sim.config import Sourced
from sim.harm.coded_sheet import read_coded_sheet
from sim.harm.config import HarmPack
from sim.harm.crimes_by_code import read_crimes
from sim.harm.home_office import cost_weights
from sim.harm.left_out import LeftOut
from sim.harm.sheet_config import CambridgeSheet, HomeOfficeSheet, OnsSeveritySheet
from sim.harm.sheet_weights import SheetWeights


def sheet_files(pack: HarmPack) -> Iterator[tuple[tuple[str, ...], str]]:
    """Name the files that a pack reads: place in the pack, and name."""
    if pack.sheet is None:
        return
    yield ("sheet", "path"), pack.sheet.path
    if not isinstance(pack.sheet, HomeOfficeSheet):
        yield ("sheet", "mix", "path"), pack.sheet.mix.path


def with_sheet(pack: HarmPack, find: Callable[[str], Path]) -> HarmPack:
    """Read the sheet of a pack.

    Parameters
    ----------
    pack
        The pack as written.
    find
        Gives the place of a file by the name that the pack calls it.

    Returns
    -------
    HarmPack
        The pack with a weight for each offence of the sheet, and no sheet; what the pack weighs itself goes before it.

    Raises
    ------
    InputError
        With everything that is wrong with the sheet and the mix.
    """
    if pack.sheet is None:
        return pack
    weights = _weights(pack, find)
    return HarmPack.model_validate({**dict(pack), "sheet": None, "weights": {**weights, **pack.weights}})


def _weights(pack: HarmPack, find: Callable[[str], Path]) -> dict[str, Sourced]:
    """Give the weights that the sheet of a pack makes."""
    sheet = pack.sheet
    if isinstance(sheet, HomeOfficeSheet):
        return cost_weights(sheet, find(sheet.path), sheet.path, pack.weights)
    if isinstance(sheet, OnsSeveritySheet | CambridgeSheet):
        mix, counts = read_crimes(find(sheet.mix.path), sheet.mix.path)
        coded = read_coded_sheet(find(sheet.path), sheet.path, sheet.columns)
        rules = sheet.rules if isinstance(sheet, CambridgeSheet) else []
        left_out = _left_out(sheet) if isinstance(sheet, CambridgeSheet) else LeftOut()
        return SheetWeights(coded, mix, pack.unit, rules, left_out).weights(counts, pack.weights)
    return {}


def _left_out(sheet: CambridgeSheet) -> LeftOut:
    """Give what the Cambridge index leaves out."""
    return LeftOut(sheet.leaves_out, sheet.police_detected, sheet.company_detected)
