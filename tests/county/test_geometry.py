"""Shapes: tiles, neighbours, points in areas."""

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from sim.county import geometry


def test_two_points_halve_a_square():
    cells = geometry.tile(box(0, 0, 4, 2), np.array([[1.0, 1.0], [3.0, 1.0]]), np.array([0, 1]), 2)
    assert [cell.bounds for cell in cells] == [(0, 0, 2, 2), (2, 0, 4, 2)]


def test_extra_points_belong_to_their_area():
    points = np.array([[1.0, 1.0], [5.0, 1.0], [3.0, 1.0]])
    cells = geometry.tile(box(0, 0, 6, 2), points, np.array([0, 1, 1]), 2)
    assert [cell.area for cell in cells] == [4, 8]  # the middle third goes to the eastern area


def test_a_piece_cut_off_from_its_centre_goes_to_its_neighbour():
    # a horseshoe: the western arm's foot is nearer to the eastern centre but joined to the west
    horseshoe = Polygon([(0, 0), (0, 10), (10, 10), (10, 0), (7, 0), (7, 9), (3, 9), (3, 0)])
    cells = geometry.tile(horseshoe, np.array([[1.0, 8.0], [8.0, 1.0]]), np.array([0, 1]), 2)
    assert all(isinstance(cell, Polygon) for cell in cells)
    assert sum(cell.area for cell in cells) == pytest.approx(horseshoe.area)
    assert cells[0].contains(shapely.Point(2.5, 0.5))


def test_a_point_on_a_border_belongs_to_the_first_area():
    areas = [box(0, 0, 1, 1), box(1, 0, 2, 1)]
    found = geometry.locate(areas, np.array([0.5, 1.0, 1.5, 9.0]), np.array([0.5, 0.5, 0.5, 0.5]))
    assert found.tolist() == [0, 0, 1, -1]


def test_neighbours_may_be_a_hair_apart_but_not_two_metres():
    areas = [box(0, 0, 100, 100), box(100.5, 0, 200, 100), box(202, 0, 300, 100)]
    start, neighbour = geometry.adjacency(areas)
    assert start.tolist() == [0, 1, 2, 2]
    assert neighbour.tolist() == [1, 0]


def test_centre_of_a_ring_lies_on_the_ring():
    ring = box(0, 0, 100, 100).difference(box(10, 10, 90, 90))
    square = box(0, 0, 100, 50)
    points = geometry.inner_points([ring, square])
    assert ring.contains(shapely.Point(points[0]))
    assert points[1].tolist() == [50, 25]


def test_rough_lines_keep_their_points_and_stay_close():
    line = geometry.roughen(((0.0, 0.0), (10.0, 0.0)), entity=3)
    assert len(line) == 17  # halved four times
    assert line[0].tolist() == [0, 0]
    assert line[-1].tolist() == [10_000, 0]
    assert 0 < np.abs(line[:, 1]).max() < 4_000
    np.testing.assert_array_equal(line, geometry.roughen(((0.0, 0.0), (10.0, 0.0)), entity=3))


def test_borders_that_do_not_close_are_refused():
    square = (((0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0)),)
    region = geometry.draw_regions(square, np.array([[2000.0, 2000.0]]), 25.0)
    assert region[0].area == pytest.approx(25e6)
    with pytest.raises(ValueError, match="1 regions for 2 seats"):
        geometry.draw_regions(square, np.array([[2000.0, 2000.0], [9000.0, 9000.0]]), 25.0)


def test_grid_points_lie_on_halves():
    assert geometry.grid_points(box(0, 0, 20, 10), 10.0).tolist() == [[5, 5], [15, 5]]
