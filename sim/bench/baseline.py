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
from sim.json_text import json_text

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


def in_clone(path: Path) -> bool:
    """Tell whether a baseline has its place in a clone; what is installed elsewhere comes without one."""
    return (path.parents[2] / "pyproject.toml").is_file()


def read_baseline(path: Path, *, quick: bool) -> dict[str, Committed]:
    """Read the committed ratios of one form.

    Parameters
    ----------
    path
        The file.
    quick
        Which form.

    Returns
    -------
    dict[str, Committed]
        Row by row.

    Raises
    ------
    InputError
        When there is no such file, or it is no baseline: a run that is held to nothing would pass whatever it found.
    """
    if not path.is_file():
        raise InputError.of(str(path), "the committed ratios are missing", _TAKE_BACK)
    try:
        rows = _read(path)["forms"].get(form_name(quick=quick), {})
        return {name: Committed(float(row["value"]), float(row["ratio"])) for name, row in rows.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"this is no baseline of benchmarks ({type(error).__name__}: {error})"
        raise InputError.of(str(path), what, _TAKE_BACK) from None


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
        Without a reason, where the program does not stand in a clone, or where the file cannot be written.
    """
    if not why.strip():
        raise InputError.of(str(path), "the reason is empty", "say after --update why the ratios are renewed")
    if not in_clone(path):
        raise InputError.of(str(path), "ratios are committed, and this is no clone", "renew them in a clone")
    _check_writable(path)


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
    path.write_text(json_text(content) + "\n", encoding="utf-8", newline="\n")


_TAKE_BACK: Final = 'take it back from git, or write a new one with --update "why"'
_ABOUT: Final = (
    "Ratios of `python -m sim bench`, renewed with --update and a reason, never by hand. `value` is what floors speak "
    "of, `ratio` is what a later run is compared with; absolute times are in neither."
)


def _check_writable(path: Path) -> None:
    """Refuse a file that cannot be written, by opening it as a write would."""
    is_new = not path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
        if is_new:
            path.unlink()
    except OSError as error:
        what = f"this cannot be written ({error.strerror})"
        raise InputError.of(str(path), what, "renew the ratios in a clone that you may write to") from None


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
