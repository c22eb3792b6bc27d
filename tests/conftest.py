"""What all tests share: where things are, the browser, and how long a slow test runs."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")

settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("project")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of open data beside the project; skip the test where there is none."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of open data, ../shared/data, is absent")
    return folder


@pytest.fixture(scope="session")
def fitted_hertfordshire(shared_data, tmp_path_factory) -> Path:
    """Give a folder to work in, in whose models/local the real county lies, fitted to its records up to January 2022."""
    from sim.fit.pack import write_packs
    from sim.fit.page import fit_page
    from sim.fit.run import fit_county
    from sim.progress import Progress
    from sim.study.county_file import read_county_file
    from sim.study.packs import LOCAL

    folder = tmp_path_factory.mktemp("fitted")
    file = read_county_file("hertfordshire_real", shared_data)
    write_packs(fit_county(file, Progress(), until="2022-01"), folder / LOCAL, fit_page)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Give a browser that Playwright can drive; SIM_REQUIRE_BROWSER=1 turns a missing one into a failure."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return Path(found)
    message = f"no browser found on the path (looked for {', '.join(BROWSERS)})"
    if os.environ.get("SIM_REQUIRE_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def small_form() -> bool:
    """Tell whether slow tests run in their small form (SIM_SLOW=small), as they do in `.ci/run`."""
    return os.environ.get("SIM_SLOW") == "small"


@pytest.fixture(autouse=True)
def log_as_it_begins():
    """Undo what a command line that a test or a fixture of a module ran in this process has set for the program's log."""
    logger = logging.getLogger("sim")
    logger.setLevel(logging.NOTSET)
    logger.handlers = []
    yield
    logger.setLevel(logging.NOTSET)
    logger.handlers = []
