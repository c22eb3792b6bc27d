"""Where the kernel spends a force-year: `python benchmarks/profile_street.py` (Linux, with perf and binutils).

Everything the kernel does is inlined into one function, so an ordinary profiler sees one name. Here it is compiled with
line tables, sampled by its instruction addresses, and each address is told back to the helper whose code it is.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DAYS = 364
RUNS = 6
SHOWN = 24


@dataclass(frozen=True)
class Kernel:
    """Where the compiled kernel lies in memory."""

    address: int
    size: int


@dataclass(frozen=True)
class Sample:
    """Where the processor was: an address, and the symbol and library that perf makes of it."""

    address: int
    symbol: str


def main() -> int:
    """Sample the kernel over some force-years and print where the samples fell."""
    missing = [name for name in ("perf", "addr2line", "readelf") if shutil.which(name) is None]
    if missing:
        print(f"missing: {', '.join(missing)}", file=sys.stderr)
        return 2
    os.environ["NUMBA_DEBUGINFO"] = "1"
    with tempfile.TemporaryDirectory(prefix="sim-profile-") as folder:
        os.environ["SIM_CACHE_DIR"] = folder  # code with line tables is no code to keep
        report(*sampled(Path(folder)), Path(folder))
    return 0


def sampled(folder: Path) -> tuple[Kernel, list[Sample]]:
    """Run force-years under perf; give the kernel and every sample."""
    sys.path.insert(0, str(ROOT))
    from sim.bench.workload import county_workload  # noqa: PLC0415 - numba must not be imported earlier

    print("compiling with line tables: some minutes", file=sys.stderr)
    work = county_workload(DAYS)
    force = work.force()
    ground = work.draw(force)
    steps = work.run(ground, force).steps
    record = folder / "perf.data"
    command = ["perf", "record", "-e", "cpu-clock", "-F", "4000", "-o", str(record), "-p", str(os.getpid())]
    perf = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - found above
    time.sleep(1.0)
    began = time.perf_counter()
    for _ in range(RUNS):
        work.run(ground, force)
    print(f"{(time.perf_counter() - began) / RUNS / steps * 1e9:.0f} ns an event, {steps:,} events, {RUNS} runs")
    perf.send_signal(signal.SIGINT)
    perf.wait()
    script = run_tool("perf", "script", "-i", str(record), "-F", "ip,sym,dso")
    rows = [line.split(maxsplit=1) for line in script.splitlines() if line.strip()]
    return compiled_kernel(folder), [Sample(int(at, 16), re.sub(r"\(.*/", "(", symbol)) for at, symbol in rows]


def compiled_kernel(folder: Path) -> Kernel:
    """Find the kernel that ran, in memory and as an object file."""
    from sim.street.advance import advance  # noqa: PLC0415 - as above

    (compiled,) = advance.overloads.values()  # type: ignore[attr-defined]  # numba's dispatcher
    name = compiled.fndesc.llvm_func_name
    (folder / "kernel.o").write_bytes(compiled.library._get_compiled_object())  # noqa: SLF001 - there is no public way
    symbols = run_tool("readelf", "-sW", str(folder / "kernel.o"))
    size = next(int(row.split()[2], 0) for row in symbols.splitlines() if row.split()[-1:] == [name])
    return Kernel(compiled.library.get_pointer_to_function(name), size)


def report(kernel: Kernel, samples: list[Sample], folder: Path) -> None:
    """Print by helper and line the share of samples in the kernel, and by symbol of those outside."""
    inside: Counter[int] = Counter()
    outside: Counter[str] = Counter()
    for sample in samples:
        offset = sample.address - kernel.address
        if 0 <= offset < kernel.size:
            inside[offset] += 1
        else:
            outside[sample.symbol] += 1
    total = len(samples)
    print(f"{total:,} samples, {inside.total() / total:.1%} of them in the kernel; shares of all samples:\n")
    own: Counter[str] = Counter()
    within: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for offset, frames in inlined(sorted(inside), folder):
        count = inside[offset]
        own[frames[0][0]] += count
        lines[frames[0][1]] += count
        files[frames[0][1].partition(":")[0]] += count
        within.update(dict.fromkeys({name for name, _ in frames}, count))
    print("   own  with what it calls  helper")
    for name, count in own.most_common(SHOWN):
        print(f"{count / total:6.1%}  {within[name] / total:18.1%}  {name}")
    libraries: Counter[str] = Counter()
    for symbol, count in outside.items():
        libraries[symbol.rpartition("(")[2].rstrip(")")] += count
    tables = {"line": lines, "file": files, "library, outside the kernel": libraries, "symbol there": outside}
    for heading, counts in tables.items():
        print(f"\n   own  {heading}")
        for name, count in counts.most_common(SHOWN):
            print(f"{count / total:6.1%}  {name}")


def inlined(offsets: list[int], folder: Path) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Give for each offset the helpers that it was inlined from, innermost first: (name, file:line)."""
    told = run_tool("addr2line", "-f", "-i", "-a", "-e", str(folder / "kernel.o"), *map(hex, offsets))
    for block in re.split(r"^0x", told, flags=re.MULTILINE)[1:]:
        at, *rows = block.splitlines()
        yield int(at, 16), [(plain(name), plain_line(line)) for name, line in zip(rows[::2], rows[1::2], strict=True)]


def plain(name: str) -> str:
    """Read module and function out of a mangled name: ``_ZN3sim6street8dispatch7cost_ofB3v51…``."""
    parts, rest = [], name.removeprefix("_ZN")
    while match := re.match(r"(\d+)", rest):
        begin = match.end()
        parts.append(rest[begin : begin + int(match[1])])
        rest = rest[begin + int(match[1]) :]
    return ".".join(parts[-2:]) or name[:40]


def plain_line(line: str) -> str:
    """Keep the last two parts of a path."""
    return "/".join(line.split(" ", maxsplit=1)[0].split("/")[-2:])


def run_tool(*command: str) -> str:
    """Run a tool and give what it prints."""
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", errors="replace").stdout  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
