"""Fetching: what is there stays, what comes is held to its checksum, and every failure says what to do."""

import hashlib
import json

import pytest

from sim.data.catalogue import Catalogue, Published
from sim.data.fetch import Came, fetch_all, refuse_absent
from sim.data.lock import NAME, Locked, read_lock, write_lock
from sim.data.wanted import Wanted, wanted_files
from sim.errors import InputError
from sim.progress import Progress
from tests.data.server import Served

CONTENT = b"code,rank\nE01,1\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def ranks(publisher):
    """Give the entry of a file that the publisher serves."""
    publisher.files["ranks.csv"] = Served(CONTENT)

    def ranks(**changes):
        plain = {
            "name": "ranks",
            "title": "Ranks",
            "serves": ["deprivation"],
            "publisher": "Somebody",
            "licence": "Open",
            "page": "https://example.org/ranks",
            "file": "ranks.csv",
            "url": publisher.url("ranks.csv"),
            "layout": "CSV",
        }
        return Published.model_validate({**plain, **changes})

    return ranks


def fetch(folder, entry, *, renew=False, file=""):
    """Fetch one file."""
    wanted = Wanted(file or entry.file, entry)
    (outcome,) = fetch_all([wanted], folder, Progress(), renew=renew, wait_s=0.0)
    return outcome


def test_a_file_comes_into_its_place_and_its_checksum_into_the_lock(tmp_path, publisher, ranks):
    outcome = fetch(tmp_path / "new", ranks())
    assert outcome.came is Came.FETCHED
    assert (tmp_path / "new" / "ranks.csv").read_bytes() == CONTENT
    locked = read_lock(tmp_path / "new")["ranks.csv"]
    assert (locked.sha256, locked.bytes, locked.url) == (SHA256, 16, publisher.url("ranks.csv"))
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [NAME, "ranks.csv"]


def test_a_file_in_a_folder_of_the_county_file_comes_into_that_folder(tmp_path, ranks):
    assert fetch(tmp_path, ranks(), file="open/ranks.csv").came is Came.FETCHED
    assert (tmp_path / "open" / "ranks.csv").read_bytes() == CONTENT
    assert set(read_lock(tmp_path)) == {"open/ranks.csv"}


def test_what_is_there_is_not_fetched_again(tmp_path, publisher, ranks):
    fetch(tmp_path, ranks())
    assert fetch(tmp_path, ranks()).told == "its checksum is right"
    assert len(publisher.asked) == 1


def test_a_file_of_the_users_own_stays_as_it_is(tmp_path, publisher, ranks):
    (tmp_path / "ranks.csv").write_text("mine", encoding="utf-8")
    outcome = fetch(tmp_path, ranks())
    assert (outcome.came, outcome.told) == (Came.THERE, "not fetched by this program, so taken as it is")
    assert (tmp_path / "ranks.csv").read_text(encoding="utf-8") == "mine"
    assert publisher.asked == []


def test_what_no_address_leads_to_and_is_there_is_left_as_it_is(tmp_path):
    """A folder of downloads, say, or files that match a pattern."""
    wanted = Wanted("street/*/*-street.csv", None, is_there=True)
    for renew in (False, True):
        (outcome,) = fetch_all([wanted], tmp_path, Progress(), renew=renew)
        assert outcome.came is Came.THERE


@pytest.mark.parametrize(
    "right", ["sha256:" + SHA256, "md5:" + hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()]
)
def test_a_checksum_that_the_publisher_gives_is_held_to(tmp_path, publisher, ranks, right):
    assert fetch(tmp_path, ranks(hash=right)).came is Came.FETCHED
    publisher.files["ranks.csv"] = Served(CONTENT.replace(b"1\n", b"2\n"))
    outcome = fetch(tmp_path / "other", ranks(hash=right))
    assert outcome.came is Came.FAILED
    assert "does not have the checksum that it should have" in outcome.told
    assert [path.name for path in (tmp_path / "other").iterdir()] == []
    assert len(publisher.asked) == 2  # a wrong checksum is not tried again: the same bytes would come


def test_a_file_that_changed_since_the_first_fetch_is_refused_until_it_is_accepted(tmp_path, publisher, ranks):
    fetch(tmp_path, ranks())
    (tmp_path / "ranks.csv").unlink()
    publisher.files["ranks.csv"] = Served(CONTENT + b"E02,2\n", tag='"two"')
    refused = fetch(tmp_path, ranks())
    assert refused.came is Came.FAILED
    assert "--renew" in refused.do
    assert not (tmp_path / "ranks.csv").exists()
    assert fetch(tmp_path, ranks(), renew=True).came is Came.FETCHED
    assert read_lock(tmp_path)["ranks.csv"].bytes == len(CONTENT) + 6


def test_a_file_that_was_altered_on_disk_is_told_and_left(tmp_path, ranks):
    fetch(tmp_path, ranks())
    (tmp_path / "ranks.csv").write_text("altered", encoding="utf-8")
    assert fetch(tmp_path, ranks()).came is Came.FAILED
    assert (tmp_path / "ranks.csv").read_text(encoding="utf-8") == "altered"


def test_renewing_keeps_the_old_file_when_the_new_one_does_not_come(tmp_path, publisher, ranks):
    fetch(tmp_path, ranks())
    publisher.files["ranks.csv"].status = 404
    outcome = fetch(tmp_path, ranks(), renew=True)
    assert outcome.came is Came.FAILED
    assert "404" in outcome.told
    assert (tmp_path / "ranks.csv").read_bytes() == CONTENT
    assert read_lock(tmp_path)["ranks.csv"].sha256 == SHA256


def test_a_broken_download_ends_whole_and_with_the_right_checksum(tmp_path, publisher, ranks):
    publisher.files["ranks.csv"].break_after = [5, 5]
    assert fetch(tmp_path, ranks(hash="sha256:" + SHA256)).came is Came.FETCHED


def test_what_a_killed_fetch_left_is_cleared_away(tmp_path, ranks):
    left = tmp_path / ".ranks.csv.new"
    left.mkdir()
    (left / "tmp123").write_bytes(b"half")
    assert fetch(tmp_path, ranks()).came is Came.FETCHED
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "ranks.csv"]


def test_without_a_network_the_page_and_what_to_do_are_told(tmp_path, publisher, ranks):
    publisher.close()
    outcome = fetch(tmp_path, ranks())
    assert outcome.came is Came.FAILED
    assert outcome.told.startswith("no connection to 127.0.0.1")
    assert outcome.do == "see https://example.org/ranks: download it there and save it under this name"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_ready_is_told_so(tmp_path, publisher, ranks):
    publisher.files["ranks.csv"].not_ready = 9
    outcome = fetch(tmp_path, ranks())
    assert (outcome.told.split(" ", 1)[1], outcome.do) == ("is still preparing the file", "try again in some minutes")


def test_one_failure_does_not_stop_the_others(tmp_path, publisher, ranks):
    gone = ranks(name="gone", file="gone.csv", url=publisher.url("gone.csv"))
    by_hand = ranks(name="hand", file="hand.csv", url=None, how="choose CSV")
    wanted = [Wanted(entry.file, entry) for entry in (gone, by_hand, ranks())]
    outcomes = fetch_all(wanted, tmp_path, Progress(), wait_s=0.0)
    assert [outcome.came for outcome in outcomes] == [Came.FAILED, Came.BY_HAND, Came.FETCHED]
    with pytest.raises(InputError) as caught:
        refuse_absent(outcomes, tmp_path)
    assert [problem.do for problem in caught.value.problems] == [
        "see https://example.org/ranks: download it there and save it under this name",
        "see https://example.org/ranks: choose CSV",
    ]


def test_nothing_is_refused_where_all_is_there(tmp_path, ranks):
    refuse_absent([fetch(tmp_path, ranks()), fetch(tmp_path, ranks())], tmp_path)


def test_a_lock_that_cannot_be_read_is_refused_and_kept(tmp_path, ranks):
    (tmp_path / NAME).write_text('{"files": {"ranks.csv": {"sha256": "', encoding="utf-8")
    with pytest.raises(InputError, match="this is no list of fetched files"):
        fetch(tmp_path, ranks())
    assert (tmp_path / NAME).read_text(encoding="utf-8").startswith('{"files"')


def test_the_lock_is_read_as_it_was_written_in_the_order_of_names(tmp_path):
    files = {name: Locked("a" * 64, 1, "https://example.org", "2026-01-02") for name in ("b", "a")}
    write_lock(tmp_path, files)
    assert read_lock(tmp_path) == files
    assert list(json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["files"]) == ["a", "b"]


def test_files_are_asked_for_by_name_or_by_entry(ranks):
    archive = ranks(name="archive", file="{month}.zip", url="https://example.org/{month}.zip")
    catalogue = Catalogue(sources=[ranks(), archive])
    wanted = wanted_files(["ranks", "old/2021-12.zip"], catalogue)
    assert [(each.file, each.published) for each in wanted] == [("ranks.csv", ranks()), ("old/2021-12.zip", archive)]


def test_unknown_names_are_all_told_at_once(ranks):
    archive = ranks(name="archive", file="{month}.zip", url="https://example.org/{month}.zip")
    with pytest.raises(InputError) as caught:
        wanted_files(["rank", "archive", "weather"], Catalogue(sources=[ranks(), archive]))
    assert [problem.do for problem in caught.value.problems] == [
        "did you mean `ranks`?",
        "give the name of one of them",
        "there are ranks and archive",
    ]
