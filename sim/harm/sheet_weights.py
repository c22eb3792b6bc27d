"""Weights by offence from a sheet of weights by code and the crimes of each code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sim.config import Confidence, Sourced
from sim.errors import InputError, Problem
from sim.harm.category import weakest
from sim.harm.code_weights import WeighedCode, weigh_codes
from sim.harm.coded_sheet import CodedSheet
from sim.harm.crimes_by_code import CodeCount
from sim.harm.csv_rows import Table
from sim.harm.left_out import LeftOut
from sim.harm.mixture import Spread, mixed_mean
from sim.harm.sheet_config import Rule
from sim.harm.short_sheet import refuse_short_sheet


@dataclass(frozen=True, slots=True)
class SheetWeights:
    """Makes weights by offence of a sheet and a mix.

    Parameters
    ----------
    sheet
        Weights by code.
    mix
        The table of crimes by code.
    unit
        Unit of the weights.
    rules
        Which codes are which offence, where the mix does not say so.
    left_out
        What the index leaves out.
    """

    sheet: CodedSheet
    mix: Table
    unit: str
    rules: list[Rule]
    left_out: LeftOut

    def weights(self, counts: list[CodeCount], given: Collection[str]) -> dict[str, Sourced]:
        """Give the weight of each offence.

        Parameters
        ----------
        counts
            Crimes by code.
        given
            Offences whose weight is given elsewhere, so that it need not come from here.

        Returns
        -------
        dict of str to Sourced
            Weight by offence key, with the interval over all mixes in their ranges.

        Raises
        ------
        InputError
            With every code that is missing or ambiguous, and every offence whose codes differ and are not counted; or that
            the sheet is short.
        """
        refuse_short_sheet(self.sheet, self.mix.name, counts)
        weighed = weigh_codes(self.sheet, self.mix, counts, self.rules)
        offences = dict.fromkeys([*weighed, *(rule.offence for rule in self.rules)])
        found = {key: self._of_offence(key, weighed.get(key, [])) for key in offences if key not in given}
        problems = [*self.sheet.table.problems, *self.mix.problems]
        if problems:
            raise InputError(sorted(problems, key=lambda each: (each.file, each.line)))
        return {key: weight for key, weight in found.items() if weight is not None}

    def _of_offence(self, key: str, codes: list[WeighedCode]) -> Sourced | None:
        """Give the weight of an offence; None, and a problem, where it cannot be told."""
        if sum(code.count.crimes for code in codes) > 0:
            return self._mixed(key, codes)
        if self.left_out.is_whole(key, codes):
            return self._left_out_whole(0.0)
        rows = self.sheet.rows_of(key, self.rules)
        weights = {weight for row in rows if (weight := self.sheet.weight(row)) is not None}
        if len(weights) == 1:
            value = weights.pop()
            low = 0.0 if self.left_out.is_partly_unknown(key, codes) else value
            return self._sourced((value, low, value), f"all {len(rows)} codes weigh the same", "found")
        spread = f"its {len(rows)} codes weigh {min(weights):g} to {max(weights):g}" if weights else "no code is it"
        what = f"there are no crimes of the offence {key}, and {spread}"
        do = "count its crimes by code, or write its weight under `weights` in the pack"
        self.mix.problems.append(Problem(self.mix.name, 0, 0, "", what, do))
        return None

    def _mixed(self, key: str, codes: list[WeighedCode]) -> Sourced:
        """Give the mean weight over the crimes of an offence; those that are left out weigh 0."""
        shares = [(code, self.left_out.share(code)) for code in codes]
        parts = [(code.count, 1 - share, code.weight) for code, share in shares]
        parts += [(code.count, share, 0.0) for code, share in shares if share > 0]
        crimes = [[getattr(count, end) * share for count, share, _ in parts] for end in ("crimes", "low", "high")]
        weights = [weight for *_, weight in parts]
        mean = mixed_mean(Spread.of(*crimes), Spread.of(weights, weights, weights))
        if self.left_out.is_whole(key, codes):
            return self._left_out_whole(mean.high)
        low = 0.0 if self.left_out.is_partly_unknown(key, codes) else mean.low
        # where all codes weigh the same, their counts do not matter
        sure = len(set(weights)) == 1
        confidence = "found" if sure else weakest([code.count.confidence for code in codes])
        sources = "; ".join(dict.fromkeys(code.count.source for code in codes))
        how = f"{len(codes)} codes" if sure else f"{len(codes)} codes by their crimes: {sources}"
        return self._sourced((mean.value, low, mean.high), how, confidence)

    def _left_out_whole(self, high: float) -> Sourced:
        """Give the weight 0 of an offence that exists because police look for it."""
        return self._sourced((0.0, 0.0, high), "left out on purpose as police-detected", "found")

    def _sourced(self, ends: tuple[float, float, float], how: str, confidence: Confidence) -> Sourced:
        """Write a weight, its low and its high end with their source."""
        value, low, high = ends
        source = f"{self.sheet.table.name}, {how}"
        return Sourced(value=value, unit=self.unit, low=low, high=high, source=source, confidence=confidence)
