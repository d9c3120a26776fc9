"""Points on the map stand where they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.kit import maps
from entente.kit.maps import Point


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        (0, 150, (480, 228.3)),
        (51.75, -1.26, (152, 57)),
        (-33.77, 151.11, (483, 346)),
        (37.43, -122.17, (691, 99)),
    ],
)
def test_known_places_stand_where_the_outline_has_them(latitude, longitude, place):
    x, y = maps.project(latitude, longitude)
    assert (abs(x - place[0]) < 2, abs(y - place[1]) < 2) == (True, True)


places = st.builds(
    Point, st.floats(-56, 78), st.floats(-180, 180), st.just("x"), home=st.booleans()
)


@given(st.lists(places, min_size=1, max_size=12), st.booleans())
def test_the_part_of_the_world_that_is_shown_holds_every_point_it_can(points, near):
    drawn = maps.draw(points, near=near)
    left, _top, width, height = map(float, drawn.box.split())
    assert len(drawn.points) == len(points)
    assert 0 <= left <= left + width <= maps.WIDTH + 1
    inside = [left - 1 <= point.x <= left + width + 1 for point in drawn.points]
    if max(p.x for p in drawn.points) - min(p.x for p in drawn.points) < maps.HEIGHT:
        assert all(inside)
    assert height > 0


def test_no_points_make_no_map():
    assert maps.draw([]) is None
