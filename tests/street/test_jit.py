"""Where compiled code is kept: a new folder for every change of a kernel, and one that can be written to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim import jit

PACKAGE = Path(jit.__file__).parent
KERNEL_FILES = (
    "philox",
    "normal",
    "harm/kernels",
    "demand/kernels",
    "demand/writing",
    "fit/kernels",
    "outcomes/kernels",
    "track/kernels",
    "target/kernels",
    "trial/stated/kernels",
)
KERNELS = [
    *PACKAGE.glob("street/*.py"),
    *(PACKAGE / f"{name}.py" for name in KERNEL_FILES),
]
SOURCES = sorted([*KERNELS, *(PACKAGE / name for name in ("jit.py", "demand/records.py", "demand/rows.py"))])
TINY = '''"""A kernel that compiles in a moment, and calls a helper of another file."""
from sim.jit import kernel
from sim.street.stock import faded


@kernel
def half_a_minute(stock: float) -> float:
    """Let a stock fade for half a minute."""
    return faded(stock, 0.5, 0.0, 0.25)
'''
SCRIPT = """
import sys
from sim.street.tiny import half_a_minute
from sim import jit
value = half_a_minute(8.0)
stats = half_a_minute.stats
print(value, sum(stats.cache_hits.values()), jit.CACHE_FOLDER.name)
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """Copy the kernels, and a tiny one of our own, to a folder with a space and an accent in its name."""
    root = tmp_path_factory.mktemp("a copié")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("street", "harm", "demand"):
        shutil.copytree(PACKAGE / name, root / "sim" / name, ignore=ignored)
    for name in ("__init__.py", "jit.py", "normal.py", "philox.py"):
        shutil.copy(PACKAGE / name, root / "sim" / name)
    (root / "sim" / "street" / "tiny.py").write_text(TINY, encoding="utf-8")
    return root


def run(root, script=SCRIPT, **environment):
    """Run a script on the copied package, with a cache of its own; give the words that it prints."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NUMBA_CACHE_DIR", "SIM_PLAIN_JIT"}}
    kept |= {"SIM_CACHE_DIR": str(root / "cache"), "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env=kept | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split()


def test_an_edited_helper_is_seen_and_an_unedited_one_is_not_compiled_again(copied):
    value, hits, folder = run(copied)
    assert float(value) == pytest.approx(8.0 * 2.718281828**-0.125)
    assert int(hits) == 0
    assert run(copied) == [value, "1", folder]
    helper = copied / "sim" / "street" / "stock.py"
    before = helper.read_text(encoding="utf-8")
    after = before.replace("else stock * math.exp", "else 1000.0 + stock * math.exp")
    assert after != before
    helper.write_text(after, encoding="utf-8")
    new_value, hits, new_folder = run(copied)
    assert float(new_value) == pytest.approx(1000.0 + float(value))
    assert (int(hits), new_folder != folder) == (0, True)
    helper.write_text(before, encoding="utf-8")
    assert run(copied) == [value, "1", folder]  # back to the old source, back to its code


STRAIGHT = """
import numpy as np
from sim.jit import Straight, kernel

@kernel
def total(values, times):
    result = 0.0
    for row in range(values.shape[0]):
        result += values[row] * times
    return result

straight = Straight(total)
whole = np.arange(8.0)
print(*[straight(values, 2.0) for values in (whole, whole, np.arange(4), whole[::2], whole.astype(np.float32), whole[1:])])
"""


def test_a_straight_call_takes_the_long_way_for_another_kind_of_array(copied):
    (copied / "straight.py").write_text(STRAIGHT, encoding="utf-8")
    done = run(copied, "import runpy; runpy.run_path('straight.py')")
    # twice 0 + … + 7, again, twice 0 + … + 3, twice 0 + 2 + 4 + 6, the first again, and without its 0
    assert [float(word) for word in done] == [56.0, 56.0, 12.0, 24.0, 56.0, 56.0]


def test_helpers_with_all_their_wrappers_give_the_same(copied):
    value, hits, folder = run(copied, SIM_PLAIN_JIT="1")
    lean = run(copied)
    assert float(value) == float(lean[0])
    assert folder != lean[2]
    assert hits == "0"


def test_numba_imported_first_still_keeps_its_code_in_our_folder(copied):
    run(copied, "import numba\n" + SCRIPT, SIM_CACHE_DIR=str(copied / "late"))
    (folder,) = (copied / "late" / "numba").iterdir()
    assert folder.name.startswith(jit.CACHE_PREFIX)
    assert list(folder.rglob("*.nbc"))


def test_a_child_process_uses_the_folder_of_its_parent(copied):
    script = """
import subprocess, sys
from sim import jit
code = "from sim import jit; print(jit.CACHE_FOLDER)"
child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
print(jit.CACHE_FOLDER == jit.Path(child.stdout.strip()), jit.CACHE_FOLDER.parent.name)
"""
    assert run(copied, script) == ["True", "numba"]


@pytest.mark.parametrize("source", SOURCES, ids=[source.relative_to(PACKAGE).as_posix() for source in SOURCES])
def test_every_kernel_source_counts(source, tmp_path):
    for original in SOURCES:
        target = tmp_path / original.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(original, target)
    before = jit.kernel_hash(tmp_path)
    assert before == jit.kernel_hash(PACKAGE)
    edited = tmp_path / source.relative_to(PACKAGE)
    edited.write_bytes(edited.read_bytes() + b"# a word more\n")
    assert jit.kernel_hash(tmp_path) != before


def test_a_new_kernel_file_counts_and_line_ends_do_not(tmp_path):
    (tmp_path / "street").mkdir()
    one = tmp_path / "street" / "one.py"
    one.write_bytes(b"a = 1\nb = 2\n")
    before = jit.kernel_hash(tmp_path)
    one.write_bytes(b"a = 1\r\nb = 2\r\n")
    assert jit.kernel_hash(tmp_path) == before
    (tmp_path / "street" / "two.py").write_bytes(b"")
    assert jit.kernel_hash(tmp_path) != before


def test_whatever_kernels_import_of_ours_is_hashed():
    """Constants of a module are compiled in, so every module of ours that kernels import must count."""
    names = set()
    for source in KERNELS:
        lines = source.read_text(encoding="utf-8").splitlines()
        names |= {line.split()[1] for line in lines if line.startswith("from sim.")}
    imported = {PACKAGE.parent / (name.replace(".", "/") + ".py") for name in names}
    assert imported <= set(SOURCES)


@pytest.fixture
def no_overrides(monkeypatch):
    """Forget what this machine says about caches."""
    for name in ("SIM_CACHE_DIR", "NUMBA_CACHE_DIR", "LOCALAPPDATA", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


def home_is(monkeypatch, home):
    """Pretend that this is the user's home."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))


def temporary_is(monkeypatch, folder):
    """Pretend that this is the temporary directory."""
    monkeypatch.setattr(jit.tempfile, "tempdir", str(folder))


@pytest.mark.usefixtures("no_overrides")
def test_code_is_kept_in_the_users_own_cache(monkeypatch, tmp_path):
    home_is(monkeypatch, tmp_path)
    assert jit.user_cache() == tmp_path / ".cache" / "sim-policing"
    assert jit._choose_cache() == tmp_path / ".cache" / "sim-policing" / "numba" / f"kernels-{jit.kernel_hash()}"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert jit.user_cache() == tmp_path / "xdg" / "sim-policing"


@pytest.mark.usefixtures("no_overrides")
def test_a_home_that_cannot_be_written_to_gives_a_temporary_folder(monkeypatch, tmp_path):
    not_a_folder = tmp_path / "home"
    not_a_folder.write_text("a file", encoding="utf-8")
    home_is(monkeypatch, not_a_folder)
    temporary_is(monkeypatch, tmp_path)
    assert jit.user_cache() == tmp_path / "sim-policing"


@pytest.mark.usefixtures("no_overrides")
def test_no_home_gives_a_temporary_folder(monkeypatch, tmp_path):
    def homeless():
        message = "Could not determine home directory."
        raise RuntimeError(message)

    monkeypatch.setattr(jit.Path, "home", homeless)
    temporary_is(monkeypatch, tmp_path)
    assert jit.user_cache() == tmp_path / "sim-policing"


@pytest.mark.usefixtures("no_overrides")
def test_a_temporary_folder_of_somebody_else_gives_a_new_one(monkeypatch, tmp_path):
    monkeypatch.setattr(jit, "_can_write", lambda folder: False)
    temporary_is(monkeypatch, tmp_path)
    assert jit.user_cache().parent == tmp_path
    assert jit.user_cache().name.startswith("sim-policing-")


@pytest.mark.usefixtures("no_overrides")
def test_the_users_choices_hold(monkeypatch, tmp_path):
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "mine"))
    assert jit.user_cache() == tmp_path / "mine"
    assert jit._choose_cache().parent == tmp_path / "mine" / "numba"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "numba's"))
    assert jit._choose_cache().parent == tmp_path / "numba's"


@pytest.mark.usefixtures("no_overrides")
def test_folders_do_not_nest_even_for_other_kernels(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kernels-0123456789abcdef"))
    assert jit._choose_cache() == tmp_path / f"kernels-{jit.kernel_hash()}"
