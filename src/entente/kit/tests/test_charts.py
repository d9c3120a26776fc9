"""Charts: bars where they belong, and nothing where there is nothing."""

import itertools

from entente.kit.charts import BOTTOM, HEIGHT, TOP, Series, bars


def test_the_largest_number_is_as_high_as_the_room():
    chart = bars(["2025", "2026"], [Series("Out", "f1", [4, 2]), Series("In", "f2", [0, 1])])

    room = HEIGHT - TOP - BOTTOM
    assert [(bar.css, bar.value, bar.height) for bar in chart.bars] == [
        ("f1", 4, room),
        ("f2", 0, 0),
        ("f1", 2, room / 2),
        ("f2", 1, room / 4),
    ]
    assert chart.rows == [("2025", [4, 0]), ("2026", [2, 1])]


def test_bars_stay_within_the_drawing_and_beside_each_other():
    chart = bars([str(at) for at in range(10)], [Series("Out", "f1", range(10))] * 2)

    ends = [(bar.x, bar.x + bar.width) for bar in chart.bars]
    assert all(0 <= left < right <= chart.width for left, right in ends)
    assert all(right <= left for (_l, right), (left, _r) in itertools.pairwise(ends))


def test_nothing_is_drawn_of_nothing():
    assert bars([], []) is None
    assert bars(["2025"], [Series("Out", "f1", [0])]) is None
