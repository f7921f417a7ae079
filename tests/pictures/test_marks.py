"""Marks and names stand where the numbers are: blocks in their round's row, lanes and ticks of the race, tries of a grid."""

from functools import partial

import numpy as np
import pytest

import helpers
from helpers.pictures.blocks import BlocksScene
from helpers.pictures.grid import GridScene
from helpers.pictures.momentum import cases
from helpers.pictures.race import RACERS, RaceScene
from helpers.pictures.scene import new_scene
from helpers.race import TOP, race, race_problems

HILL = helpers.bowl().between(0.0, 5.0)


def test_every_round_has_its_blocks_cuts_and_tries_in_its_own_row():
    """By hand on the bowl from 0 to 5 in four parts: the first round keeps 1.25 to 2.5, the second 1.875 to 2.1875."""
    scene = new_scene(partial(BlocksScene, low=0.0, high=5.0, top=45.0, most_rounds=3), 50)
    scene.update(HILL, helpers.divide_and_conquer(HILL, 4, 3), rounds=2)
    assert [patch.get_visible() for patch in scene.kept] == [True, True, False]
    rows = [(0.6, 1.4), (1.6, 2.4)]
    kept = [patch.get_bbox() for patch in scene.kept[:2]]
    assert [(box.y0, box.y1) for box in kept] == [pytest.approx(row) for row in rows]
    assert [(box.x0, box.x1) for box in kept] == [(1.25, 2.5), (1.875, 2.1875)]
    lost = [patch.get_bbox() for patch in scene.lost[:4]]
    assert [(box.x0, box.x1) for box in lost] == [(0, 1.25), (2.5, 5), (1.25, 1.875), (2.1875, 2.5)]
    assert [(box.y0, box.y1) for box in lost] == [pytest.approx(row) for row in rows for _ in range(2)]
    cuts = np.array(scene.cuts.get_segments())
    assert cuts[:, 0, 0].tolist() == cuts[:, 1, 0].tolist() == [0, 1.25, 2.5, 3.75, 5, 1.25, 1.5625, 1.875, 2.1875, 2.5]
    assert cuts[:, :, 1] == pytest.approx(np.repeat(rows, 5, axis=0))
    assert scene.middles.get_ydata().tolist() == [1] * 4 + [2] * 4
    assert scene.meter_text.get_text() == "24"  # eight tries of three samples


@pytest.fixture
def racing():
    """Return the scene of the race on the noisy points after 500 evaluations, and the runs."""
    problem = race_problems()["noisy points"]
    runs = race(problem, 4.5, 0.01, 1, 2400)
    scene = new_scene(RaceScene, 50)
    scene.update(problem, runs, 500)
    return scene, runs


def test_the_race_has_a_visible_lane_for_each_method_below_its_curve(racing):
    scene, _ = racing
    low, high = scene.curve.get_ylim()
    assert low < min(scene.lanes.values()) < max(scene.lanes.values()) < 0 < TOP < high
    assert 0.5 * (high - low) < TOP  # the curve takes half of the height
    ticks = dict(zip([text.get_text() for text in scene.curve.get_yticklabels()], scene.curve.get_yticks(), strict=True))
    assert {name: ticks[name] for name in RACERS} == scene.lanes
    assert [scene.feet[name].get_ydata()[0] for name in RACERS] == list(scene.lanes.values())


def test_the_numbers_on_the_race_s_axes_are_those_of_their_places(racing):
    progress = racing[0].progress
    assert [float(text.get_text()) for text in progress.get_yticklabels()] == pytest.approx(10.0 ** progress.get_yticks())
    assert [float(text.get_text().replace(",", "")) for text in progress.get_xticklabels()] == list(progress.get_xticks())


def test_each_racer_s_line_ends_at_the_budget_with_its_name_to_the_right(racing):
    scene, runs = racing
    lowest = race_problems()["noisy points"].landscape.best_cost
    for name, run in runs.items():
        best = min(run.costs[run.evaluations <= 500]) - lowest
        (x,), (y,) = scene.tips[name].get_data()
        assert (x, y) == (500, pytest.approx(np.clip(np.log10(max(best, 1e-9)), -4, 2.5)))
        assert scene.names[name].get_position()[0] > 500
    heights = [scene.names[name].get_position()[1] for name in runs]
    assert np.diff(sorted(heights)).min() > 0.4  # no name covers another


def test_the_tries_of_a_grid_are_those_that_the_search_makes():
    scene = new_scene(partial(GridScene, low=-1.0, high=5.0, top=45.0, smallest=0.05, largest=1.0), 50)
    for step, tries in scene.counts.lines[0].get_xydata():
        assert tries == len(helpers.exhaustive_search(helpers.bowl(), step).weights)  # from −1 to 5


def test_every_start_of_the_momentum_pictures_lies_on_its_ground_and_is_the_one_named():
    for landscape, starts in cases().values():
        for start in starts:
            assert (np.array(landscape.low) <= start).all()
            assert (start <= np.array(landscape.high)).all()
    assert [cases()[name][1] for name in ("plateau, from −1", "shelf, from 3.8, 3.9, 4")] == [[-1.0], [3.8, 3.9, 4.0]]
