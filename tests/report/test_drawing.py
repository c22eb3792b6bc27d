import numpy as np
import pytest
import shapely

from sim.report.map import draw_maps
from sim.report.name_places import lines_of, spread_names
from sim.report.outline import outlines_of
from sim.report.palette import DARK, LIGHT, MAP_CLASSES, MARK_PAIRS, TEXT_PAIRS, contrast
from sim.report.shading import shared_shading, signed_words
from sim.report.svg import element
from sim.report.ticks import axis_over, round_down, round_up
from tests.report.made_up import content, county


@pytest.mark.parametrize(("value", "down", "up"), [(7.3, 5.0, 10.0), (20.0, 20.0, 20.0), (0.13, 0.1, 0.2)])
def test_round_numbers(value, down, up):
    assert (round_down(value), round_up(value)) == (pytest.approx(down), pytest.approx(up))


def test_an_axis_holds_its_values_and_0():
    axis = axis_over([120.0, 730.0, float("nan")])
    # a sixth of 730 is 122, rounded up 200
    assert (axis.low, axis.high, axis.ticks) == (0.0, 800.0, (0.0, 200.0, 400.0, 600.0, 800.0))
    assert axis.share(200.0) == pytest.approx(0.25)


def test_an_axis_over_nothing_still_has_ticks():
    assert axis_over([]).ticks == (-1.0, 0.0, 1.0)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_contrast_of_a_known_grey():
    # WebAIM's example: #777777 on white is 4.48 to 1, just short
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (MARK_PAIRS, 3.0)], ids=["text", "marks"])
def test_every_pair_keeps_its_contrast(colours, pairs, least):
    short = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in short.items() if ratio < least} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_classes_of_the_map_get_farther_from_none_step_by_step(colours):
    none = colours["map-none"]
    for side in (MAP_CLASSES[2::-1], MAP_CLASSES[4:]):
        ratios = [contrast(colours[name], none) for name in side]
        assert ratios == sorted(ratios)


def test_classes_are_symmetric_and_shared():
    shading = shared_shading([np.array([-30.0, 0.0, 80.0]), np.array([0.3, 120.0])])
    assert shading.breaks.tolist() == [-100.0, -30.0, -10.0, 10.0, 30.0, 100.0]
    values = np.array([-200.0, -30.0, -10.5, -10.0, 0.0, 10.0, 11.0, 31.0, 101.0, np.nan])
    assert shading.class_of(values).tolist() == [0, 2, 2, 3, 3, 3, 4, 5, 6, 3]


def test_all_zeros_are_one_class():
    shading = shared_shading([np.zeros(5)])
    assert set(shading.class_of(np.zeros(5)).tolist()) == {3}


@pytest.mark.parametrize(("value", "text"), [(0.04, "0"), (-3.26, "\u22123.3"), (1234.4, "+1,234")])
def test_values_of_areas(value, text):
    assert signed_words(value) == text


def test_elements_escape_text_and_attributes():
    assert str(element("text", '<b>"&', class_='"><x', x=1.5)) == (
        '<text class="&#34;&gt;&lt;x" x="1.5">&lt;b&gt;&#34;&amp;</text>'
    )


def test_a_square_is_a_path_of_integer_steps():
    outlines = outlines_of(county())
    # a square of 1 km is 100 units of 10 m; the first one lies in the south-west of a county 300 units high
    assert outlines.areas[0].startswith("M")
    assert sorted(outlines.areas[0].partition("l")[2].removesuffix("z").replace("-", " -").split()) == sorted(
        ["0", "-100", "-100", "0", "0", "100"]
    )
    assert (outlines.width, outlines.height) == (400, 300)
    assert outlines.centre[0].tolist() == pytest.approx([50.0, 250.0])


def test_simplified_neighbours_still_share_their_border():
    jagged = shapely.LineString([(0, 0), (5, 250), (-5, 500), (5, 750), (0, 1000)])
    left = shapely.Polygon([*jagged.coords, (-1000, 1000), (-1000, 0)])
    right = shapely.Polygon([*jagged.coords, (1000, 1000), (1000, 0)])
    simple = shapely.coverage_simplify(np.array([left, right]), 60.0)
    assert shapely.get_num_coordinates(simple).sum() < shapely.get_num_coordinates([left, right]).sum()
    assert shapely.area(shapely.intersection(*simple)) == pytest.approx(0.0)


def test_a_county_without_outlines_is_drawn_as_dots():
    outlines = outlines_of(county(shapes=False))
    assert len(outlines.areas) == 12
    assert outlines.districts == ()
    assert draw_maps(content(county=county(shapes=False))) is not None


def test_names_that_overlap_move_apart():
    names = ("Three Rivers", "Watford", "Far Away")
    places = spread_names(np.array([[100.0, 100.0], [104.0, 102.0], [900.0, 100.0]]), names, 10.0)
    needed = (len(lines_of(names[0])) + len(lines_of(names[1]))) * 10.0 / 2.0
    assert abs(places[0][1] - places[1][1]) >= needed - 1e-9
    assert places[2].tolist() == [900.0, 100.0]


def test_maps_need_values_by_area():
    assert draw_maps(content(area_values={})) is None


def test_harm_added_carries_a_minus_sign_besides_its_colour():
    maps = draw_maps(content())
    patrol, response = maps.options
    assert 'class="minus"' in patrol.svg
    assert 'class="minus"' not in response.svg
