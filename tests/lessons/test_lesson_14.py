"""Lesson 14: descent over partitions on a local cluster, against numpy and closed forms. Left out without the extra `scale`."""

import multiprocessing
import re
from itertools import pairwise

import numpy as np
import pytest

from helpers.exercise import exercises
from helpers.practice import check
from tools.notebooks import cell, defined, printed

distributed = pytest.importorskip("distributed")

LESSON = defined("14")
RNG = np.random.default_rng(70)
X = RNG.uniform(-1.0, 4.0, 60)
Y = 2.5 * X + RNG.standard_normal(60)
CUTS = [0, 1, 8, 20, 60]  # partitions of 1, 7, 12 and 40 samples
PARTS = [(X[a:b], Y[a:b]) for a, b in pairwise(CUTS)]
SIZES = [1, 7, 12, 40]


def slope(w):
    """The gradient over all samples, without the helpers."""
    return np.mean(2 * X * (X * w - Y))


@pytest.fixture(scope="module")
def client():
    with LESSON["local_client"]() as client:
        yield client
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("w", [-3.0, 0.0, 1.0, 2.5, 40.0])
def test_the_weighted_mean_of_unequal_parts_is_the_gradient(w):
    slopes = [LESSON["part_gradient"](part, w) for part in PARTS]
    assert LESSON["combine"](slopes, SIZES) == pytest.approx(slope(w), rel=1e-12)
    assert abs(np.mean(slopes) - slope(w)) > 1e-3 * abs(slope(w))  # the plain mean is another number


def test_combine_by_hand():
    assert LESSON["combine"]([-5.0, -18.0], [2, 1]) == pytest.approx(-28 / 3, abs=1e-12)
    with pytest.raises(ValueError, match="zip"):
        LESSON["combine"]([1.0, 2.0], [1])


def test_the_cluster_descends_as_the_closed_form_says(client):
    """Each full step multiplies the error w − w* by 1 − 2η·mean(x²)."""
    path = LESSON["cluster_descent"](client, LESSON["lay_out"](client, PARTS), SIZES, 0.0, 0.05, 12)
    best = np.linalg.lstsq(X[:, None], Y, rcond=None)[0][0]
    expected = best + (0.0 - best) * (1 - 2 * 0.05 * np.mean(X**2)) ** np.arange(13)
    assert np.allclose(path, expected, rtol=0, atol=1e-12)


def test_partitions_read_by_the_workers_give_the_same(client, tmp_path):
    """The lines that change: partitions come from files, and the rest of the lesson's code stays."""
    paths = [str(tmp_path / f"part-{number}.npy") for number in range(len(PARTS))]
    for path, part in zip(paths, PARTS, strict=True):
        np.save(path, np.array(part))
    code = cell("14", "real")["source"].partition("```python\n")[2].partition("```")[0].splitlines()[1:4]
    names = {**LESSON, "client": client, "paths": paths}
    exec("\n".join(line.strip() for line in code), names)
    assert names["sizes"] == SIZES
    assert LESSON["cluster_gradient"](client, names["on_workers"], SIZES, 1.0) == pytest.approx(slope(1.0), abs=1e-12)
    assert kept_in_place(client, names["on_workers"])


def kept_in_place(client, parts) -> bool:
    """Say whether each partition lies with its own worker and with no other, and none has been sent between workers."""
    holders = client.who_has([part for part, _ in parts])
    moved = client.run(lambda dask_worker: len(dask_worker.transfer_incoming_log))
    return all(list(holders[part.key]) == [place] for part, place in parts) and set(moved.values()) == {0}


def test_a_partition_stays_with_its_worker(client):
    """Two workers and four unequal partitions: an idle worker must not fetch what lies with the busy one."""
    parts = LESSON["lay_out"](client, [(np.tile(x, 5_000), np.tile(y, 5_000)) for x, y in PARTS])
    places = [place for _, place in parts]
    assert places[:2] == places[2:] == sorted(set(places), key=places.index)
    LESSON["cluster_descent"](client, parts, SIZES, 0.0, 0.05, 40)
    assert kept_in_place(client, parts)


def test_the_same_question_is_worked_out_anew(client):
    """So that a round trip can be timed, and a worker that has lost its answer does no harm."""
    on_workers = LESSON["lay_out"](client, PARTS)
    assert LESSON["cluster_gradient"](client, on_workers, SIZES, 1.0) == LESSON["cluster_gradient"](
        client, on_workers, SIZES, 1.0
    )


def test_everything_listens_on_this_machine_only(client):
    addresses = [client.scheduler.address, *client.scheduler_info()["workers"]]
    assert [address for address in addresses if not address.startswith("tcp://127.0.0.1:")] == []


def test_an_interrupted_cell_leaves_no_worker_behind():
    before = set(multiprocessing.active_children())
    during = []

    def cell_of_a_reader():
        with LESSON["local_client"](workers=1):
            during.extend(multiprocessing.active_children())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cell_of_a_reader()
    assert len(during) == len(before) + 1
    assert set(multiprocessing.active_children()) == before


def test_forgetting_the_sizes_hides_on_a_line_and_shows_on_noise():
    """The forgetful run ends where the plain mean of the slopes is zero: Σ mean(xy) / Σ mean(x²)."""
    wrong = sum(np.mean(x * y) for x, y in PARTS) / sum(np.mean(x**2) for x, _ in PARTS)
    right = X @ Y / (X @ X)
    assert LESSON["forgetful_descent"](PARTS, 0.0, 0.05, 400) == pytest.approx(wrong, abs=1e-9)
    assert abs(wrong - right) > 1e-3
    line = [(x, 2.5 * x) for x, _ in PARTS]
    assert LESSON["forgetful_descent"](line, 0.0, 0.05, 400) == pytest.approx(2.5, abs=1e-9)


def test_the_stored_bytes():
    text = printed("14", "travel-run")
    assert re.search(r"slopes: 960 bytes\nthe data once: 1,600,000 bytes", text)
    assert 2 * 8 * 100_000 == 1_600_000
    assert 20 * 3 * 16 == 960


@pytest.mark.parametrize("parts", [PARTS, [(X, Y)]])
def test_one_trip_is_enough(parts):
    """The challenge's solution against least squares, with a cluster that answers once."""
    exercise = exercises()["one-trip"]
    asked = []

    def ask(work):
        asked.append(work)
        return [work(x, y) for x, y in parts]

    found = exercise.with_gap(exercise.solution)(ask)
    assert found == pytest.approx(np.linalg.lstsq(X[:, None], Y, rcond=None)[0][0], abs=1e-12)
    assert len(asked) == 1


@pytest.mark.parametrize("sent", ["{'x': x, 'y': y}", "(x, y)", "np.append(x, y)", "[tuple(x), tuple(y)]"])
def test_the_data_in_whatever_shape_are_no_four_numbers(sent):
    """An answer that brings all the samples home and then finds the right weight is still refused."""
    exercise = exercises()["one-trip"]
    unpack = {"{": "(a['x'], a['y'])", "(": "a", "n": "np.split(a, 2)", "[": "a"}[sent[0]]
    lines = (
        f"pairs = [{unpack} for a in ask(lambda x, y: {sent})]\n"
        "return best_weight(np.concatenate([x for x, _ in pairs]), np.concatenate([y for _, y in pairs]))"
    )
    assert not check("one-trip", exercise.with_gap(lines)).right
