"""The locks: exact, hashed, and free of any host or path, so that a force may install from a mirror of its own."""

import re
import tomllib

import pytest

from tests.project.tracked import ROOT

LOCKS = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.\-]*)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$")
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
