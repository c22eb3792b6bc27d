"""An incident log goes from its file into the packs of a fit, and a study runs on what it told."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from sim.cli.codes import DONE, WRONG_INPUT
from sim.cli.program import main
from sim.demand.config import DemandConfig
from sim.fit.estimate import Estimate
from sim.fit.hours import HourFits
from sim.fit.log import LogFit
from sim.fit.log_pack import put_log
from sim.fit.near_repeat import NearRepeatFits
from sim.fit.scene import SceneFit
from sim.study.packs import bundle_folder
from tests.files import contents, read_yaml
from tests.records.another_county import EAST_M, NORTH_M, make_county

FIRST = datetime(2022, 1, 3)  # noqa: DTZ001 - a clock on the wall
CALLS = 3_000


def write_log(path):
    """Write a log of two years: burglaries by night that others follow, and public violence on weekend nights."""
    random = np.random.default_rng(17)
    rows = []
    for kind, hour in (("BURG", 2), ("VIOL", 22)):
        for _ in range(CALLS // 2):
            when = FIRST + timedelta(
                days=int(random.integers(0, 720)), hours=hour, minutes=float(random.integers(0, 60))
            )
            place = np.array([EAST_M, NORTH_M]) + random.uniform(100, 3_900, 2)
            rows.append((when, kind, place))
            if kind == "BURG" and random.random() < 0.25:
                near = np.clip(place + random.normal(0, 100, 2), [EAST_M, NORTH_M], [EAST_M + 5_999, NORTH_M + 3_999])
                rows.append((when + timedelta(days=round(random.exponential(9.0))), kind, near))
    stay = {"BURG": 50, "VIOL": 25}
    frame = pd.DataFrame(
        [
            {
                "when": f"{when:%d/%m/%Y %H:%M}",
                "what": kind,
                "how": "E" if kind == "VIOL" else "P",
                "east": round(place[0]),
                "north": round(place[1]),
                "there": f"{when + timedelta(minutes=10):%d/%m/%Y %H:%M}",
                "crew": 2 if kind == "VIOL" else 1,
                "done": f"{when + timedelta(minutes=10 + stay[kind] * float(random.gamma(2, 0.5))):%d/%m/%Y %H:%M}",
            }
            for when, kind, place in rows
            if when < datetime(2023, 12, 24)  # noqa: DTZ001
        ]
    )
    frame.to_csv(path, index=False, encoding="utf-8")


@pytest.fixture
def county(tmp_path, monkeypatch):
    """The made-up county with a log, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    file = make_county(tmp_path / "eastmark")
    write_log(file.parent / "calls.csv")
    yaml = YAML()
    data = yaml.load(file.read_text(encoding="utf-8"))
    data["incidents"] = {
        "path": "calls.csv",
        "columns": {
            "time": "when",
            "x": "east",
            "y": "north",
            "kind": "what",
            "grade": "how",
            "arrival": "there",
            "clear": "done",
            "officers": "crew",
        },
        "time_format": "%d/%m/%Y %H:%M",
        "kinds": {"BURG": "burglary_residential", "VIOL": "violence_public"},
        "grades": {"E": 1, "P": 2},
    }
    yaml.dump(data, file)
    return file.relative_to(tmp_path)


def written():
    """Give the demand pack and the numbers that a fit wrote."""
    place = Path("models/local")
    pack = read_yaml(place / "demand" / "eastmark_fitted.yaml")
    return pack, json.loads((place / "eastmark_fitted" / "fit.json").read_text(encoding="utf-8"))


def test_a_log_goes_into_the_packs(county, capsys):
    assert main(["fit", str(county), "-q"]) == DONE
    pack, numbers = written()
    demand = DemandConfig.model_validate(pack)
    burglary, violence = (demand.type_rows[name] for name in ("burglary_residential", "violence_public"))
    assert np.argmax(demand.profiles[burglary.profile].hours) == 2
    assert np.argmax(demand.profiles[violence.profile].hours) == 22
    assert burglary.scene.mean_min == pytest.approx(50, rel=0.06)
    assert burglary.scene.kind == "gamma"
    assert burglary.grades == [0, 1, 0, 0]
    assert violence.grades == [1, 0, 0, 0]
    assert burglary.officers == [1, 0, 0, 0]
    assert violence.officers == [0, 1, 0, 0]
    near = numbers["log"]["types"]["burglary_residential"]["near_repeat"]
    assert near["found"]
    assert near["branching"]["low"] <= 0.2 <= near["branching"]["high"]
    assert burglary.near_repeat.branching == near["branching"]["value"]
    assert not numbers["log"]["types"]["violence_public"]["near_repeat"]["found"]
    origin = pack["fields"]["types"]["near_repeat.branching"]["except_for"]["burglary_residential"]
    assert origin["confidence"] == "fitted"
    assert "logged calls from 2022-01-03 to 2023-12-" in origin["source"]
    said = " ".join(numbers["told"])
    assert "What the force's own log tells" in said
    assert "Handling was not fitted" in said
    base = read_yaml(bundle_folder("models") / "demand" / "hertfordshire.yaml")
    others = {row["key"]: row for row in base["types"]}
    kept = next(row for row in pack["types"] if row["key"] == "shoplifting")
    assert {name: kept[name] for name in ("profile", "scene", "grades")} == {
        name: others["shoplifting"][name] for name in ("profile", "scene", "grades")
    }


def test_a_study_runs_on_what_a_log_told(county, capsys):
    assert main(["fit", str(county), "-q"]) == DONE
    study = (bundle_folder("scenarios") / "small.yaml").read_text(encoding="utf-8")
    asked = study.replace("county: {pack: hertfordshire, districts: [Stevenage]}", "county: eastmark_fitted")
    asked = asked.replace("\nstart:", "\ndemand: eastmark_fitted\nstart:")
    Path("mine.yaml").write_text(asked, encoding="utf-8")
    assert main(["check", "mine.yaml"]) == DONE


def test_hidden_months_of_a_log_stay_hidden(county, capsys):
    assert main(["fit", str(county), "-q", "--until", "2022-12"]) == DONE
    _, numbers = written()
    assert numbers["log"]["last_day"] <= "2022-12-31"
    assert CALLS / 3 < numbers["log"]["calls"] < CALLS * 2 / 3
    assert "Calls after 2022-12 were left out." in numbers["told"]


def test_a_log_that_is_wrong_is_told_at_its_line_and_earlier_packs_stay(county, capsys):
    assert main(["fit", str(county), "-q"]) == DONE
    before = contents(Path("models/local"))
    text = county.read_text(encoding="utf-8")
    county.write_text(text.replace("time: when", "time: whenever"), encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "time: when" in row)
    capsys.readouterr()
    assert main(["fit", str(county), "-q"]) == WRONG_INPUT
    said = capsys.readouterr().err
    assert f"{county}:{line}:" in said
    assert "unknown column 'whenever'" in said
    assert contents(Path("models/local")) == before


def log_of(scene=None):
    """A fitted log that tells of one type's time on scene."""
    return LogFit(
        calls=100,
        span=("2022-01-01", "2022-12-31"),
        calls_of={"job": 100},
        volumes={},
        hours=HourFits(),
        near_repeats=NearRepeatFits(),
        scenes={} if scene is None else {"job": scene},
        grades={},
        officers={},
        handling=None,
        travel=None,
        notes=(),
    )


def test_a_listed_time_on_scene_becomes_a_formula_and_its_column_goes():
    columns = {"scene.minutes": {"unit": "minutes", "source": "a list", "confidence": "found", "times": [1, 1]}}
    data = {
        "types": [{"key": "job", "scene": {"kind": "empirical", "minutes": [5.0]}}],
        "fields": {"types": columns},
    }
    scene = SceneFit(60, "gamma", Estimate(40.0, 30.0, 60.0), Estimate(1.0, 0.5, 2.0), 1.0, 0.1, 0.5)
    put_log(data, log_of(scene))
    assert data["types"][0]["scene"] == {"kind": "gamma", "mean_min": 40, "cv": 1}
    assert set(columns) == {"scene.mean_min", "scene.cv"}
    assert columns["scene.mean_min"]["except_for"]["job"]["times"] == [0.75, 1.5]


def test_a_log_cut_at_a_day_by_hand():
    from tests.fit.make_log import make_log

    log = make_log(date(2021, 3, 1), [0.0, 1_439.0, 1_440.0, 5_000.0], grade=[1, 2, 3, 4])
    assert log.until(date(2021, 3, 2)).grade.tolist() == [1, 2]
    assert log.until(date(2021, 3, 1)).n == 0
