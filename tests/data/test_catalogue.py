"""The list of published data: complete, consistent, and able to fill in names."""

import pytest

from sim.data.catalogue import Catalogue, Published, read_catalogue
from sim.errors import InputError
from sim.study.packs import pack_names
from tests.files import read_yaml
from tests.project.tracked import ROOT

ENTRY = {
    "name": "a",
    "title": "Areas",
    "serves": ["areas"],
    "publisher": "Somebody",
    "licence": "Open",
    "page": "https://example.org/a",
    "file": "a.csv",
    "url": "https://example.org/a.csv",
    "layout": "CSV",
}


def published(**changes):
    """Give an entry that differs from the plain one."""
    return Published.model_validate({**ENTRY, **changes})


def test_the_list_that_comes_with_the_program_serves_every_section_that_open_data_can_fill():
    served = {key for source in read_catalogue().sources for key in source.serves}
    assert served == {
        *("areas", "population", "urban", "deprivation", "recorded", "street", "lookup", "outcomes", "roads", "rank"),
        "harm",
    }


def test_each_entry_of_the_list_has_a_secure_page_and_a_licence():
    sources = read_catalogue().sources
    assert [source.name for source in sources if not source.page.startswith("https://")] == []
    assert [source.name for source in sources if source.url and not source.url.startswith("https://")] == []


def test_no_two_entries_of_the_list_are_kept_under_one_name():
    catalogue = read_catalogue()
    for source in catalogue.sources:
        name = source.file.format(month="2025-09", county="west-yorkshire")
        assert catalogue.named(name) == source


def test_published_harm_sheets_are_kept_under_the_names_that_the_packs_give_them():
    packs = [read_yaml(path) for path in (ROOT / "models" / "harm").glob("*.yaml")]
    sheets = {pack["sheet"]["path"] for pack in packs if "sheet" in pack}
    assert len(sheets) == 3
    assert sheets == {source.file for source in read_catalogue().sources if source.serves == ["harm"]}


def test_the_list_is_not_taken_for_a_county(tmp_path):
    assert "data_sources" not in pack_names("county", tmp_path)


def test_blanks_are_filled_in_from_the_name_that_is_asked_for():
    archive = published(file="{month}.zip", url="https://example.org/archive/{month}.zip?x=1")
    assert archive.address("2025-09.zip") == "https://example.org/archive/2025-09.zip?x=1"


@pytest.mark.parametrize("name", ["2025-13.zip", "2025-09.zip.part", "a2025-09.zip", "2025-9.zip", "month.zip"])
def test_other_names_do_not_fit(name):
    archive = published(file="{month}.zip", url="https://example.org/{month}.zip")
    assert archive.address(name) is None
    assert not archive.fits(name)


def test_a_dot_in_a_name_is_a_dot():
    assert not published(file="a.csv").fits("abcsv")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"url": None}, "needs either `url`, its direct address, or `how`"),
        ({"how": "look"}, "needs either `url`, its direct address, or `how`"),
        ({"file": "{year}.zip"}, "the blank {year} cannot be filled in"),
        ({"url": "https://example.org/{month}.csv"}, "the blank {month} cannot be filled in"),
        ({"url": "ftp://example.org/a"}, "pattern"),
        ({"hash": "sha256:12"}, "pattern"),
        ({"serves": ["weather"]}, "Input should be"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused(changes, told):
    with pytest.raises(ValueError, match=told):
        published(**changes)


def test_two_entries_of_one_name_are_refused():
    with pytest.raises(ValueError, match="a is listed more than once"):
        Catalogue(sources=[published(), published(file="b.csv")])


def test_a_wrong_list_is_told_with_its_lines(tmp_path):
    file = tmp_path / "sources.yaml"
    file.write_text("sources:\n  - name: a\n    licenze: Open\n    publisher: Somebody\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_catalogue(file)
    told = {problem.what: problem.line for problem in caught.value.problems}
    assert told["unknown key"] == 3
    assert len(told) == 6  # licenze, and five keys that are missing
