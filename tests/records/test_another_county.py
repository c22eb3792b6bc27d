"""Another county's files, in the layouts of published ones, go through the same readers."""

import numpy as np

from sim.study.county_file import read_county_file
from tests.records import another_county as another


def test_it_is_built(county_path):
    county = read_county_file(str(county_path)).build()
    assert county.area_code == another.AREA_CODE
    assert county.district_name == another.DISTRICTS
    assert county.population[:2].tolist() == [1_200, 1_237]
    assert county.deprivation_rank.tolist() == list(another.DEPRIVATION_RANK)
    assert county.station_area.tolist() == [another.STATION]
    centres = np.array([another.centre(area) for area in range(another.N_AREAS)])
    np.testing.assert_allclose(np.column_stack([county.x_m, county.y_m]), centres, atol=2)


def test_its_data_may_lie_elsewhere(county_path, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for part in [path for path in county_path.parent.iterdir() if path != county_path]:
        part.rename(data / part.name)
    records = read_county_file(str(county_path), data).records()
    assert records.count.sum() == another.drawn_counts().sum()
