"""The committed baseline: what each ratio was, in either form, and why it was renewed each time."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from sim.bench.measured import Measured
from sim.errors import InputError

FILE: Final = Path("results") / "reference" / "benchmarks.json"
_LIBRARIES: Final = ("numba", "numpy", "simpy")


@dataclass(frozen=True, slots=True)
class Committed:
    """What the baseline holds for a row.

    Parameters
    ----------
    value
        What floor and moonshot speak of.
    ratio
        What a later run is compared with.
    """

    value: float
    ratio: float


def form_name(*, quick: bool) -> str:
    """Name the form of a run: its two forms have sizes, and so baselines, of their own."""
    return "quick" if quick else "full"


def default_path() -> Path:
    """Give the place of the baseline: in the clone that this program stands in."""
    return Path(__file__).resolve().parents[2] / FILE


def read_baseline(path: Path, *, quick: bool) -> dict[str, Committed]:
    """Read the committed ratios of one form.

    Parameters
    ----------
    path
        The file; there need not be one.
    quick
        Which form.

    Returns
    -------
    dict[str, Committed]
        Row by row; empty without a file.

    Raises
    ------
    InputError
        When the file is no baseline.
    """
    if not path.is_file():
        return {}
    try:
        rows = _read(path)["forms"].get(form_name(quick=quick), {})
        return {name: Committed(float(row["value"]), float(row["ratio"])) for name, row in rows.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"this is no baseline of benchmarks ({type(error).__name__}: {error})"
        raise InputError.of(
            str(path), what, 'take it back from git, or remove it and write one with --update "why"'
        ) from None


def check_renewal(path: Path, why: str) -> None:
    """Refuse a renewal that nobody could commit or understand, before minutes are spent on measuring.

    Parameters
    ----------
    path
        The file.
    why
        The reason.

    Raises
    ------
    InputError
        Without a reason, or where the program does not stand in a clone.
    """
    if not why.strip():
        raise InputError.of(str(path), "the reason is empty", "say after --update why the ratios are renewed")
    if not (path.parents[2] / "pyproject.toml").is_file():
        raise InputError.of(str(path), "ratios are committed, and this is no clone", "renew them in a clone")


def write_baseline(path: Path, measured: Mapping[str, Measured], why: str, *, quick: bool) -> None:
    """Put measurements into the baseline in the place of earlier ones, and say why.

    Parameters
    ----------
    path
        The file; made if there is none.
    measured
        The rows to renew; others stay.
    why
        The reason, for the log in the file.
    quick
        Which form.
    """
    content: dict[str, Any] = _read(path) if path.is_file() else {"about": _ABOUT, "forms": {}, "log": []}
    form = form_name(quick=quick)
    rows = content["forms"].setdefault(form, {})
    rows.update({name: asdict(Committed(_short(found.value), _short(found.ratio))) for name, found in measured.items()})
    content["log"].append(
        {"when": datetime.now(UTC).date().isoformat(), "why": why, "form": form, "rows": sorted(measured), **_machine()}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


_ABOUT: Final = (
    "Ratios of `python -m sim bench`, renewed with --update and a reason, never by hand. `value` is what floors speak "
    "of, `ratio` is what a later run is compared with; absolute times are in neither."
)


def _read(path: Path) -> dict[str, Any]:
    """Read the whole file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _short(number: float) -> float:
    """Round to what a measurement is good for."""
    return float(f"{number:.5g}")


def _machine() -> dict[str, object]:
    """Say what the machine is like, without naming it."""
    libraries = {name: version(name) for name in _LIBRARIES}
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        **libraries,
    }
