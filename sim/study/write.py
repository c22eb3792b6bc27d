"""Write a study out with everything resolved."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from sim.study.loaded import LoadedStudy

_HEAD = "# The study with every pack, default and override filled in. It can be run again as it stands.\n"
_WIDTH = 120


def resolved_text(loaded: LoadedStudy, folder: Path) -> str:
    """Write a study with everything that it names, so that it can be read and run again.

    Parameters
    ----------
    loaded
        The study.
    folder
        Folder in which the file will stand; names of data files are made relative to it.

    Returns
    -------
    str
        YAML 1.2, the same bytes each time.
    """
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.default_flow_style = False
    stream = io.StringIO()
    yaml.dump(loaded.resolved(folder), stream)
    return _HEAD + stream.getvalue()
