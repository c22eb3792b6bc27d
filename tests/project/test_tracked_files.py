"""What is in git must check out on Windows, stay small and name no machine."""

import re

import pytest

from tests.project.tracked import ROOT, tracked_files, tracked_texts

# written in parts, or this file would find itself
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js", "deb.deb" + "ian.org")
FOLDERS = ("root", "work", "home", "tmp", "opt", "farm", "mnt", "Users")
MACHINE = re.compile(r"(?<![\w.~*)\]}>-])(?:[A-Za-z]:)?[/\\](?:" + "|".join(FOLDERS) + r")[/\\]\w")
WINDOWS_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
MOST_BYTES = 1_000_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('path = "/ho' + 'me/jane/x"', True),
        ("C:\\Us" + "ers\\jane", True),
        ("see /wo" + "rk/main", True),
        ("~/.cache/sim", False),
        ("https://example.org/wo" + "rk/2", False),
        ("../shared/data", False),
    ],
)
def test_machine_paths_are_told_from_others(text, found):
    assert bool(MACHINE.search(text)) is found


def test_no_tracked_file_names_a_registry_or_a_machine():
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE.search(line) or any(host in line for host in HOSTS)
    ]
    assert found == []


def test_names_are_allowed_on_windows():
    bad = [
        name
        for name in tracked_files()
        for part in name.split("/")
        if re.search(r'[<>:"\\|?*\x00-\x1f]', part) or part.endswith((" ", ".")) or WINDOWS_DEVICES.match(part)
    ]
    assert bad == []
    assert max(len(name) for name in tracked_files()) <= 120


def test_names_differ_by_more_than_case():
    lowered = [name.lower() for name in tracked_files()]
    assert len(set(lowered)) == len(lowered)


def test_files_are_small_and_end_lines_one_way():
    assert [name for name in tracked_files() if (ROOT / name).stat().st_size > MOST_BYTES] == []
    assert [name for name, text in tracked_texts() if "\r\n" in text] == []
