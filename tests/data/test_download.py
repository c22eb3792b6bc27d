"""A broken download is gone on with, and only the very same file is."""

import pytest
import requests

from sim.data.download import CHUNK, NotReadyError, NotTheFileError, ResumingDownloader
from tests.data.server import Served

CONTENT = bytes(range(251)) * (4 * CHUNK // 251)
"""Not quite four chunks; 251 is a prime, so that no chunk looks like another."""


@pytest.fixture
def bring(tmp_path, publisher):
    """Download the file `a` of the publisher in as many tries."""

    def bring(tries=5):
        downloader = ResumingDownloader(tmp_path / ".a.part", tries=tries, wait_s=0.0)
        downloader(publisher.url("a"), str(tmp_path / "a"), None)
        return (tmp_path / "a").read_bytes()

    return bring


def ranges(publisher):
    """Give the ranges that were asked for, in order."""
    return [asked for _, asked in publisher.asked]


def test_a_whole_file_comes_at_once_and_nothing_else_is_left(tmp_path, publisher, bring):
    publisher.files["a"] = Served(CONTENT)
    assert bring() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert ranges(publisher) == [""]


def test_a_broken_download_goes_on_where_it_broke(publisher, bring):
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK + 9, CHUNK + 9])
    assert bring() == CONTENT
    # a chunk came whole, and then another
    assert ranges(publisher) == ["", f"bytes={CHUNK}-", f"bytes={2 * CHUNK}-"]


def test_a_later_run_goes_on_with_what_an_earlier_one_left(publisher, bring):
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK])
    with pytest.raises(requests.RequestException):
        bring(tries=1)
    assert bring(tries=1) == CONTENT
    assert ranges(publisher) == ["", f"bytes={CHUNK}-"]


def test_a_file_that_has_changed_meanwhile_is_brought_anew(publisher, bring):
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK])
    with pytest.raises(requests.RequestException):
        bring(tries=1)
    publisher.files["a"] = Served(CONTENT[::-1], tag='"two"')
    assert bring(tries=1) == CONTENT[::-1]


def test_a_server_without_ranges_sends_the_whole_again(publisher, bring):
    publisher.files["a"] = Served(CONTENT, knows_ranges=False, break_after=[CHUNK])
    assert bring() == CONTENT
    assert ranges(publisher) == ["", f"bytes={CHUNK}-"]


def test_without_a_tag_that_holds_for_sure_nothing_is_gone_on_with(publisher, bring):
    publisher.files["a"] = Served(CONTENT, tag='W/"maybe"', break_after=[CHUNK])
    assert bring() == CONTENT
    assert ranges(publisher) == ["", ""]


def test_a_download_that_had_come_whole_is_not_brought_again(tmp_path, publisher, bring):
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK])
    with pytest.raises(requests.RequestException):
        bring(tries=1)
    # as if the program was killed between the last byte and the move
    (tmp_path / ".a.part").write_bytes(CONTENT)
    assert bring(tries=1) == CONTENT
    assert ranges(publisher) == ["", f"bytes={len(CONTENT)}-"]


def test_a_part_longer_than_the_file_is_thrown_away(tmp_path, publisher, bring):
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK])
    with pytest.raises(requests.RequestException):
        bring(tries=1)
    (tmp_path / ".a.part").write_bytes(CONTENT + b"more")
    assert bring(tries=2) == CONTENT


def test_a_part_of_another_place_is_not_put_in(publisher, bring):
    """A server that answers with another range than it was asked for is asked for the whole."""
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK], begins_at=7)
    assert bring(tries=3) == CONTENT
    assert ranges(publisher) == ["", f"bytes={CHUNK}-", ""]


def test_a_file_that_is_still_being_prepared_is_waited_for(publisher, bring):
    publisher.files["a"] = Served(CONTENT, not_ready=2)
    assert bring(tries=3) == CONTENT
    publisher.files["a"] = Served(CONTENT, not_ready=3)
    with pytest.raises(NotReadyError):
        bring(tries=3)


def test_a_file_that_is_compressed_on_the_way_comes_out_as_it_was(publisher, bring):
    publisher.files["a"] = Served(CONTENT, packed=True)
    assert bring(tries=1) == CONTENT


def test_a_broken_compressed_download_begins_anew(publisher, bring):
    publisher.files["a"] = Served(CONTENT, packed=True, break_after=[300])
    assert bring(tries=2) == CONTENT
    assert ranges(publisher) == ["", ""]


def test_an_answer_without_a_file_is_refused(publisher, bring):
    publisher.files["a"] = Served(CONTENT, status=204)
    with pytest.raises(NotTheFileError):
        bring()


def test_tries_end(publisher, bring):
    publisher.files["a"] = Served(CONTENT, break_after=[10, 10, 10])
    with pytest.raises(requests.RequestException):
        bring(tries=3)
    assert len(publisher.asked) == 3


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (403, 1), (503, 4)])
def test_a_refusal_is_final_and_a_fault_of_the_server_is_not(publisher, bring, status, tries):
    publisher.files["a"] = Served(CONTENT, status=status)
    with pytest.raises(requests.HTTPError):
        bring(tries=4)
    assert len(publisher.asked) == tries


def test_a_web_page_in_place_of_the_file_is_refused(tmp_path, publisher, bring):
    publisher.files["a"] = Served(b"<html>The file has moved</html>", kind="text/html; charset=utf-8")
    with pytest.raises(NotTheFileError):
        bring()
    assert not (tmp_path / "a").exists()


def test_how_much_has_come_is_told(tmp_path, publisher):
    publisher.files["a"] = Served(CONTENT, break_after=[CHUNK])
    seen = []
    downloader = ResumingDownloader(tmp_path / ".part", wait_s=0.0, seen=lambda done, total: seen.append((done, total)))
    downloader(publisher.url("a"), str(tmp_path / "a"), None)
    whole = len(CONTENT)
    assert seen == [(CHUNK, whole), (2 * CHUNK, whole), (3 * CHUNK, whole), (whole, whole)]
