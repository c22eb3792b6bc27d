"""Documents agree with the tree: links resolve, decisions are numbered, versions match."""

import re

import pytest

import sim
from tests.project.tracked import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SECTIONS = ("## Context", "## Decision", "## Consequences")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_to_files(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_decisions_are_numbered_without_gap():
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_has_number_status_and_sections(page):
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*", page.stem)
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"# {int(page.name[:4])}. ")
    assert re.fullmatch(r"Status: (accepted|replaced by \d+)", lines[2])
    assert [section for section in SECTIONS if section not in lines] == []


def test_architecture_names_every_room_and_no_other():
    rooms = {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `sim/(\w+)/` \|", text, re.MULTILINE))
    assert named == rooms


def test_citation_and_changelog_know_the_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {sim.__version__}\n" in citation
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[(Unreleased|{re.escape(sim.__version__)})\]", changelog, re.MULTILINE)
