"""The questions to predict: the place of the right answer tells nothing, and what is wrong is wrong for the numbers given."""

from collections import Counter
from itertools import groupby

import numpy as np
import pytest

from helpers import batch_descent, best_weight, gradient, noisy_points, stochastic_descent, three_points
from helpers.exercise import questions
from tools.notebooks import lessons, notebook

PLACES = {name: [bool(answer.get("right")) for answer in asked["answers"]].index(True) for name, asked in questions().items()}
ASKED = [
    name
    for path in lessons()
    for cell in notebook(path.stem).cells
    for name in questions()
    if cell.cell_type == "code" and f'question("{name}")' in cell.source
]


@pytest.mark.parametrize("options", sorted({len(asked["answers"]) for asked in questions().values()}))
def test_the_right_answer_stands_at_every_place_about_as_often(options):
    places = Counter(PLACES[name] for name, asked in questions().items() if len(asked["answers"]) == options)
    asked, fair = places.total(), places.total() / options
    assert all(abs(places[place] - fair) <= max(2, asked / 10) for place in range(options)), places


def test_the_place_is_never_the_same_four_times_running():
    assert sorted(ASKED) == sorted(questions())
    assert max(len(list(same)) for _, same in groupby(PLACES[name] for name in ASKED)) <= 3


@pytest.mark.parametrize("extreme", [min, max])
def test_who_always_takes_the_shortest_answer_or_the_longest_is_right_as_often_as_chance_has_it(extreme):
    """About one in three; of several that are equally long one is taken blindly."""
    hits = []
    for name, asked in questions().items():
        lengths = [len(answer["say"]) for answer in asked["answers"]]
        chosen = extreme(lengths)
        hits.append((lengths[PLACES[name]] == chosen) / lengths.count(chosen))
    assert 0.25 < np.mean(hits) < 0.4


def test_questions_have_one_form():
    """What is to be predicted is asked by a question that answers, and by no text beside it."""
    text = "".join(cell.source for path in lessons() for cell in notebook(path.stem).cells if cell.cell_type == "markdown")
    assert "**Predict" not in text


@pytest.mark.parametrize("name", questions())
def test_a_question_has_options_that_differ_and_a_reason_for_each(name):
    says = [answer["say"] for answer in questions()[name]["answers"]]
    assert len({say.lower() for say in says}) == len(says)
    assert all(set(answer) <= {"say", "right", "because"} and answer["because"] for answer in questions()[name]["answers"])


def test_stochastic_descent_is_closer_after_one_epoch_of_the_noisy_points():
    for seed in range(30):
        x, y = noisy_points(240, 1.0, np.random.default_rng(seed))
        batch = batch_descent(x, y, 0.0, 0.02, 1).last_weight
        single = stochastic_descent(x, y, 0.0, 0.02, 1, "shuffled", np.random.default_rng(seed)).last_weight
        assert abs(single - best_weight(x, y)) < abs(batch - best_weight(x, y)) / 2


def test_of_the_four_rates_the_middle_one_needs_the_fewest_epochs():
    def epochs(rate):
        weights = batch_descent(*three_points(), 1.0, rate, 300).weights
        near = np.abs(np.array(weights) - 2) < 0.001
        return int(np.argmax(near)) if near.any() else np.inf

    needed = {rate: epochs(rate) for rate in (0.01, 0.1, 0.2, 0.22)}
    assert needed[0.1] < needed[0.2] < needed[0.01] < needed[0.22] == np.inf


def test_three_moves_at_once_run_away_where_a_chain_arrives():
    w = together = 1.0
    for _ in range(20):
        for x, y in zip(*three_points(), strict=True):
            w -= 0.1 * gradient(w, [x], [y])
        together -= 0.1 * sum(gradient(together, [x], [y]) for x, y in zip(*three_points(), strict=True))
    assert abs(w - 2) < 1e-6
    assert abs(together - 2) > 1e3


def test_an_epoch_at_0_15_shrinks_the_distance_though_one_step_does_not():
    factors = [1 - 2 * 0.15 * x * x for x in three_points()[0]]
    assert factors == pytest.approx([0.7, -0.2, -1.7])
    assert abs(np.prod(factors)) == pytest.approx(0.238)


def test_a_hundred_copies_move_w_as_far_as_one():
    x, y = three_points()
    once, often = (batch_descent(x * k, y * k, 1.0, 0.01, 1).last_weight for k in (1, 100))
    assert often == pytest.approx(once, abs=1e-12)
