"""The questions to predict: the place of the right answer tells nothing, and what is wrong is wrong for the numbers given."""

import re
from collections import Counter
from itertools import groupby

import numpy as np
import pytest

from helpers import (
    batch_descent,
    best_weight,
    descend,
    divide_and_conquer,
    exhaustive_search,
    gradient,
    heavy_ball,
    hidden_valley,
    hubble_1929,
    line_bowl,
    noisy_points,
    steps_needed,
    stochastic_descent,
    ten_weights,
    three_points,
    two_valleys,
)
from helpers.clock import count_steps
from helpers.exercise import questions
from helpers.pictures.momentum import KEEPS, RATES, cases
from tools.notebooks import defined, lessons, notebook

PLACES = {name: [bool(answer.get("right")) for answer in asked["answers"]].index(True) for name, asked in questions().items()}
ASKED = [
    name
    for path in lessons()
    for cell in notebook(path.stem).cells
    for name in questions()
    if cell.cell_type == "code" and f'question("{name}")' in cell.source
]


def numbers(text):
    return [float(number) for number in re.findall(r"\d+\.\d+", text)]


def right(name):
    return questions()[name]["answers"][PLACES[name]]["say"]


def is_right(name, said, found):
    """Whether, of what the options say (in their order), the right one's number is nearest in ratio to what was found."""
    assert len(said) == len(questions()[name]["answers"])
    return int(np.argmin(np.abs(np.log(np.array(said) / found)))) == PLACES[name]


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
    assert right("one-epoch-each") == "stochastic descent, because it takes more steps"
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

    needed = {rate: epochs(rate) for (rate,) in (numbers(answer["say"]) for answer in questions()["larger-rate"]["answers"])}
    assert min(needed, key=needed.get) == float(right("larger-rate"))
    assert needed[0.1] < needed[0.2] < needed[0.01] < needed[0.22] == np.inf


def test_three_moves_at_once_run_away_where_a_chain_arrives():
    w = together = 1.0
    for _ in range(20):
        for x, y in zip(*three_points(), strict=True):
            w -= 0.1 * gradient(w, [x], [y])
        together -= 0.1 * sum(gradient(together, [x], [y]) for x, y in zip(*three_points(), strict=True))
    assert right("three-moves-at-once") == "useless: it runs away"
    assert abs(w - 2) < 1e-6
    assert abs(together - 2) > 1e3


def test_three_moves_repair_the_share_of_the_error_that_the_question_names():
    (percent,) = re.findall(r"(\d+) %", questions()["three-moves-at-once"]["answers"][2]["because"])
    assert sum(2 * 0.1 * x * x for x in three_points()[0]) == pytest.approx(int(percent) / 100)


def test_an_epoch_at_0_15_shrinks_the_distance_though_one_step_does_not():
    factors = [1 - 2 * 0.15 * x * x for x in three_points()[0]]
    assert right("overshoot") == "it converges all the same"
    assert factors == pytest.approx([0.7, -0.2, -1.7])
    assert abs(np.prod(factors)) == pytest.approx(0.238)


def test_a_hundred_copies_move_w_as_far_as_one():
    x, y = three_points()
    once, often = (batch_descent(x * k, y * k, 1.0, 0.01, 1).last_weight for k in (1, 100))
    assert right("hundred-copies") == "exactly where it is with 3 samples"
    assert often == pytest.approx(once, abs=1e-12)


def test_four_teeth_stand_in_the_valley_and_each_costs_more_than_the_wide_bowl():
    search = exhaustive_search(hidden_valley(centre=3.85, width=0.1), 0.1)
    inside = (search.weights > 3.65) & (search.weights < 4.05)
    assert right("tooth-in-the-valley") == "no, not even with four teeth"
    assert inside.sum() == 4
    assert search.best_weight == pytest.approx(1)
    assert search.costs[inside].min() > search.costs.min()


def test_on_the_tilted_bowl_eight_rounds_miss_the_lowest_point_and_more_do_not_help():
    eight, many = (divide_and_conquer(line_bowl(), 4, rounds).best_weight for rounds in (8, 25))
    assert right("tilted-bowl") == "it never comes there"
    assert np.hypot(*np.subtract(eight, (2, 0))) > 0.4
    assert many == pytest.approx(eight, abs=1e-3)


def test_of_two_balls_one_ends_in_the_deeper_valley_though_the_other_is_nearer():
    starts = numbers(questions()["two-balls"]["ask"])
    deeper, nearer = (descend(two_valleys(), start, 0.02, 1000).last_weight for start in starts)
    assert right("two-balls") == "in different valleys"
    assert deeper == pytest.approx(two_valleys().best, abs=1e-3)
    assert nearer - deeper > 3
    assert all(abs(start - nearer) < abs(start - deeper) for start in starts)


def hovering(noise, rate, seed):
    x, y = noisy_points(12, noise, np.random.default_rng(5))
    run = stochastic_descent(x, y, 0.0, rate, 200, "shuffled", np.random.default_rng(seed), every_step=True)
    return np.abs(run.weights - best_weight(x, y))


@pytest.mark.parametrize("seed", range(10))
def test_stochastic_descent_gets_near_on_noisy_points_and_never_rests(seed):
    (rate,) = numbers(questions()["straight-to-the-minimum"]["ask"])
    away = hovering(1.0, rate, seed)
    assert right("straight-to-the-minimum") == "it gets near and never rests"
    assert away[:12].min() < 0.2
    assert 0.2 < away[-600:].max() < 2
    assert hovering(0.0, rate, seed)[-600:].max() < 1e-9


@pytest.mark.parametrize("seed", range(10))
def test_at_a_tenth_of_the_rate_it_arrives_later_and_hovers_lower(seed):
    large, small = hovering(1.0, 0.05, seed), hovering(1.0, 0.005, seed)
    assert right("ten-times-smaller") == "it hovers lower, and arrives later"
    assert np.argmax(small < 0.2) > np.argmax(large < 0.2)
    assert small[1200:].mean() < large[1200:].mean() / 2


def test_ten_weights_take_about_as_many_steps_for_a_hundred_times_the_data():
    x, y = ten_weights(10**6, np.random.default_rng(0))
    few, many = (max(count_steps(x[:n], y[:n], b=100, share=0.01)[1]) for n in (10**4, 10**6))
    assert is_right("hundred-times-the-data", (100, 10, 1), many / few)


def test_the_published_setting_suits_the_three_points_and_is_too_slow_for_hubble():
    (rate,) = numbers(questions()["same-setting-for-hubble"]["ask"])
    _, distance, velocity = hubble_1929()
    assert right("same-setting-for-hubble") == "a weight that is still too low: it is too slow for these data"
    assert batch_descent(*three_points(), 1.0, rate, 100).last_weight == pytest.approx(2, rel=1e-4)
    assert 0.8 < batch_descent(distance, velocity, 0.0, rate, 100).last_weight / best_weight(distance, velocity) < 0.95


def floor(rate, batch_size=1):
    return np.mean([defined("11")["floor_of"](rate, seed, batch_size=batch_size) for seed in range(10)])


def test_half_the_rate_halves_the_floor():
    assert is_right("half-the-rate", (1 / 2, 1 / 4, 1), floor(0.004) / floor(0.008))


def test_four_times_the_batch_has_the_floor_of_a_quarter_of_the_rate():
    rates = [numbers(answer["say"])[0] for answer in questions()["four-times-the-batch"]["answers"]]
    assert is_right("four-times-the-batch", [floor(rate) for rate in rates], floor(0.016, batch_size=4))


def test_of_the_three_plans_the_shrinking_one_ends_nearest():
    lesson = defined("11")
    plans = [lesson["plans"][name] for name in ("0.005 always", "0.05 / (1 + k)", "0.05, halved each epoch")]
    away = [lesson["typical_path"](plan)[-100:].mean() for plan in plans]
    assert np.argmin(away) == PLACES["which-plan"]
    assert min(away) < sorted(away)[1] / 2


@pytest.mark.parametrize("labels", [(2.0, 4.0, 6.0), (2.7, 3.1, 6.4)])
def test_single_samples_do_not_leave_the_saddle_and_a_jiggle_does(labels):
    walk = defined("12")["saddle_walk"]
    assert right("leaving-the-saddle") == "they stay in it, noisy labels or not"
    assert all(np.abs(walk(labels, 0.0, seed)[-1]).max() < 1e-3 for seed in range(10))
    assert all(np.abs(walk(labels, 0.001, seed)[-1]).min() > 0.5 for seed in range(10))


def test_momentum_needs_more_steps_on_the_bowl_where_plain_descent_needs_one_from_anywhere():
    landscape, starts = cases()["bowl"]
    assert right("momentum-on-the-bowl") == "nothing: it needs more steps"
    assert steps_needed(landscape, [*starts, 1000.0], [3 / 28], [0.0]).item() == 1
    assert steps_needed(landscape, starts, np.linspace(0.001, 0.3, 300), KEEPS[1:]).min() == 2


def test_momentum_crosses_the_shelf_at_a_rate_that_does_not_cross_without_it():
    landscape, starts = next(case for name, case in cases().items() if name.startswith("shelf"))
    needed = steps_needed(landscape, starts, RATES, KEEPS)
    row, column = np.unravel_index(needed.argmin(), needed.shape)
    keep, rate = KEEPS[row], RATES[column]
    assert right("across-the-shelf") == "yes: the kept velocity carries it across"
    assert np.isinf(needed[0]).all()
    assert abs(heavy_ball(landscape.gradient, 4.0, rate, keep, 1000)[-1]) < 1e-3
    assert heavy_ball(landscape.gradient, 4.0, rate, 0.0, 1000)[-1] > 2.9
