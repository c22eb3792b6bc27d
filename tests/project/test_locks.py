"""The locks: exact, hashed, and free of any host or path, so that a force may install from a mirror of its own."""

import importlib.metadata
import re
import tomllib

import pytest

from tests.project.tracked import ROOT

LOCKS = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9.\-]*)(?:\[(?P<extras>[a-z0-9,\-]+)\])?==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$"
)
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def read_pins(lock: str) -> dict[tuple[str, str], str]:
    """Give the version of each (name, marker) of a lock."""
    pins = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        match = PIN.match(line)
        if match:
            pins[match["name"], match["marker"] or ""] = match["version"]
    return pins


def canonical(requirement: str) -> str:
    """Give the normalised name of a requirement: `ruamel.yaml>=0.18` is `ruamel-yaml`."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~ \[;]", requirement)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_pins_hashes_and_comments_only(lock):
    for number, line in enumerate((ROOT / lock).read_text(encoding="utf-8").splitlines(), start=1):
        known = PIN.match(line) or HASH.match(line) or re.match(r"^    # ", line)
        assert known, f"{lock}:{number}: {line}"


@pytest.mark.parametrize("lock", LOCKS)
def test_pins_carry_the_extras_that_are_asked_for(lock):
    """Else pip looks for `coverage[toml]` by itself, and refuses a newer one than the pinned for want of a hash."""
    matches = [PIN.match(line) for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()]
    extras = {match["name"]: set((match["extras"] or "").split(",")) for match in matches if match}
    asked = 0
    for name in extras:
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:  # a pin for another system or another Python
            continue
        for requirement in requirements:
            wanted = re.match(r"([A-Za-z0-9._-]+)\s*\[([^\]]+)\]", requirement)
            if wanted and "extra ==" not in requirement and canonical(wanted[1]) in extras:
                asked += 1
                assert set(wanted[2].replace(" ", "").split(",")) <= extras[canonical(wanted[1])], requirement
    assert asked or lock == "requirements.txt"


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_no_path(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(^|\s)(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host|-e)\b", text)
    assert not re.search(r"(^|[\s(])([A-Za-z]:\\|\.{0,2}/)\w", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pins = [index for index, line in enumerate(lines) if PIN.match(line)]
    assert len(pins) > 30
    for index in pins:
        assert HASH.match(lines[index + 1]), lines[index]


def test_both_locks_agree_on_what_they_share():
    run, test = (read_pins(lock) for lock in LOCKS)
    assert {key: test.get(key) for key in run} == run


def test_every_direct_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, test = ({name for name, _ in read_pins(lock)} for lock in LOCKS)
    extras = [item for name in ("test", "dev") for item in project["optional-dependencies"][name]]
    assert {canonical(item) for item in project["dependencies"]} - run == set()
    assert {canonical(item) for item in extras} - test == set()


def test_exact_pins_of_pyproject_are_those_of_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = read_pins("requirements-test.txt")
    exact = [item for item in project["optional-dependencies"]["dev"] if "==" in item]
    assert exact
    for item in exact:
        assert pins[canonical(item), ""] == item.split("==")[1]
