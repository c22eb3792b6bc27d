"""What an index leaves out of an offence: crimes that are recorded, and weigh nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sim.harm.code_weights import WeighedCode
from sim.harm.logged import Exclusion


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an index leaves out.

    Parameters
    ----------
    kinds
        Kinds of crime, as far as the mix counts them apart.
    police_detected
        Offences that are left out whole where the mix does not count their police-detected crimes apart.
    company_detected
        Offences of which an unknown part is left out where the mix does not count their company-detected crimes apart.
    """

    kinds: Collection[Exclusion] = ()
    police_detected: Collection[str] = ()
    company_detected: Collection[str] = ()

    def share(self, code: WeighedCode) -> float:
        """Give the share of the crimes of a code that the index leaves out, as far as they are counted."""
        count = code.count
        return sum(count.left_out.get(kind, 0.0) for kind in self.kinds) / count.crimes if count.crimes > 0 else 0.0

    def is_whole(self, offence: str, codes: list[WeighedCode]) -> bool:
        """Tell whether an offence is left out as a whole."""
        return self._is_untold("police_detected", offence, self.police_detected, codes)

    def is_partly_unknown(self, offence: str, codes: list[WeighedCode]) -> bool:
        """Tell whether an unknown part of an offence should be left out."""
        return self._is_untold("company_detected", offence, self.company_detected, codes)

    def _is_untold(self, kind: Exclusion, offence: str, listed: Collection[str], codes: list[WeighedCode]) -> bool:
        """Tell whether a kind is to be left out of an offence, and its crimes are nowhere counted apart."""
        is_told = any(kind in code.count.left_out for code in codes)
        return kind in self.kinds and offence in listed and not is_told
