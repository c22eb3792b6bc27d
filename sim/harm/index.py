"""From a harm pack to arrays by offence and by call type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import Sourced
from sim.errors import InputError
from sim.harm.config import HarmPack


class HarmIndex(NamedTuple):
    """A harm index as the simulation sees it.

    Parameters
    ----------
    by_offence
        (n_offences,) harm of one crime of each offence.
    by_type
        (n_types,) harm of one call of each type that is no crime.
    unit
        What harm is counted in.
    """

    by_offence: NDArray[np.float64]
    by_type: NDArray[np.float64]
    unit: str


def weights_of(pack: HarmPack, offence_keys: Sequence[str]) -> list[Sourced]:
    """Give the weight of each offence with its range and source.

    Parameters
    ----------
    pack
        The harm index.
    offence_keys
        Offences.

    Returns
    -------
    list of Sourced
        In the order of the offences.

    Raises
    ------
    InputError
        Where the pack has no weight for an offence; names all that are missing.
    """
    missing = [key for key in offence_keys if key not in pack.weights]
    if missing:
        what = f"the harm index '{pack.key}' has no weight for {', '.join(missing)}"
        do = "add each under weights (0 where it is left out on purpose), or choose another harm_index"
        raise InputError.of(pack.file, what, do, where="weights")
    return [pack.weights[key] for key in offence_keys]


def harm_by_offence(pack: HarmPack, offence_keys: Sequence[str]) -> NDArray[np.float64]:
    """Give the harm of one crime of each offence.

    Parameters
    ----------
    pack
        The harm index.
    offence_keys
        Offences of the catalogue, in its order.

    Returns
    -------
    NDArray[np.float64]
        (n_offences,) harm in the pack's unit.

    Raises
    ------
    InputError
        Where the pack has no weight for an offence of the catalogue; names all that are missing.
    """
    return np.array([weight.value for weight in weights_of(pack, offence_keys)], dtype=np.float64)


def harm_by_type(pack: HarmPack, asb_record_share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the harm of one call of each type that is no crime.

    Parameters
    ----------
    pack
        The harm index.
    asb_record_share
        (n_types,) probability that a call becomes a police.uk anti-social behaviour row; a type with any is
        a low-harm type.

    Returns
    -------
    NDArray[np.float64]
        (n_types,) lambda for low-harm types, else 0, in the pack's unit.
    """
    return np.where(asb_record_share > 0, pack.low_harm_call.value, 0.0)


def harm_index(pack: HarmPack, offence_keys: Sequence[str], asb_record_share: NDArray[np.float64]) -> HarmIndex:
    """Lay a harm pack over a catalogue.

    Parameters
    ----------
    pack
        The harm index.
    offence_keys
        Offences of the catalogue, in its order.
    asb_record_share
        (n_types,) as in `harm_by_type`.

    Returns
    -------
    HarmIndex
        Harm by offence and by call type, with its unit.

    Raises
    ------
    InputError
        Where the pack has no weight for an offence of the catalogue.
    """
    return HarmIndex(harm_by_offence(pack, offence_keys), harm_by_type(pack, asb_record_share), pack.unit)
