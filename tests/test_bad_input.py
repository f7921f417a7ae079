"""Whatever is handed to a public function, it answers with finite numbers, or refuses by one clear sentence.

The functions, and what each argument may be, are found through `helpers.__all__` and the signatures; only arguments that no
annotation describes are listed here. HYPOTHESIS_PROFILE=thorough tries 10,000 arguments at each function instead of a few.
"""

import inspect
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from bad_input import INF, NAN
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

import helpers
from helpers import Arrival, Landscape, Problem, Trajectory, bowl, split_into_samples, three_points
from helpers.pictures.hunt import HuntScene

X, Y = three_points()
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


class Odd:
    """A thing that is nothing of what any function asks for."""

    def __repr__(self):
        return "an odd\nthing " * 20


NOTHING = [None, "", (), [], {}, set(), np.array([]), [[]], np.ones((0, 2))]
OF_ANOTHER_KIND = [
    "three", b"3", "in order", True, 1j, Odd(), [1, "a"], [[1], [2, 3]], [None], {"a": 1}, {1, 2}, [1j, 2],
    np.array(["a"]), np.array([1j]), np.ones((2, 2)), np.ones((1, 2, 3)), np.array(2.0), np.array(True), iter([1, 2]),
    lambda *given: None, lambda *given: "text", lambda *given: NAN, lambda *given: [1, 2, 3], range(3),
]  # fmt: skip
EXTREME = [NAN, INF, -INF, 0, -0.0, -1, -2.5, 1e300, -1e300, 1e-300, 5e-324, 10**12, 10**300, -(10**400), np.float32(2.5), 2.0]
ROWS_OF_EXTREMES = [[each] for each in EXTREME] + [[1.0, each, 2.0] for each in EXTREME] + [np.array([1e300, 1e-300, 0.0])]
anything = (
    st.sampled_from([*NOTHING, *OF_ANOTHER_KIND, *EXTREME, *ROWS_OF_EXTREMES])
    | st.integers(-3, 12)
    | st.floats()
    | st.lists(st.floats(), max_size=4)
    | st.lists(st.integers(-3, 12), max_size=4)
)


OF_KIND = {
    float: lambda: 0.5,
    int: lambda: 2,
    str: lambda: "text",
    Callable: lambda: lambda *given: 1.0,
    np.random.Generator: lambda: np.random.default_rng(0),
    np.ndarray: lambda: np.array([1.0, 2.0, 3.0]),
    Sequence[float]: lambda: [1.0, 2.0, 3.0],
    Sequence[int]: lambda: [1, 2],
    Landscape: bowl,
    Problem: lambda: split_into_samples(bowl()),
    Trajectory: lambda: helpers.stochastic_descent(X, Y, 1.0, 0.01, 3, every_step=True),
    tuple[Sequence[float], Sequence[float]]: three_points,
}
NAMED = {  # what is right where an annotation does not say it
    "w": lambda: 1.5,
    "weights": lambda: [1.5, 2.5],
    "x": lambda: np.array(X),
    "y": lambda: np.array(Y),
    "start": lambda: 1.0,
    "starts": lambda: [1.0, 3.0],
    "keeps": lambda: [0.0, 0.5],
    "learning_rate": lambda: 0.01,
    "batch_size": lambda: 2,
    "batch_sizes": lambda: [1, 2],
    "rng": lambda: np.random.default_rng(0),
    "axes": lambda: helpers.new_figure()[1][0],
    "figure": lambda: helpers.new_figure()[0],
    "found": lambda: [Arrival(n, n, share, 0.1, (3,), (1e-3,)) for n in (10, 100) for share in (0.01, 0.5)],
    "search": lambda: helpers.exhaustive_search(bowl(), 1.0),
    "sizes": lambda: [2, 3],
    "tilt": lambda: 2.0,
}


def compared():
    """Return what a small comparison gives."""
    return helpers.compare(["bowl"], runs=2, evaluations=50, rates=[0.01, 0.1])


def of_two_weights():
    """Return a landscape of two weights, for the maps."""
    return helpers.line_bowl()


SPECIAL = {
    "label": {"x": lambda: 0.5, "y": lambda: 0.5},
    "show_floor": {"y": lambda: np.array([2.1, 3.8, 6.3]), "batch_sizes": lambda: [1, 2]},
    "step_losses": {"batch_size": lambda: 1},
    "loss": {"x": lambda: 2.0, "y": lambda: 4.0},
    "loss_gradient": {"x": lambda: 2.0, "y": lambda: 4.0},
    "noisy_points": {"n": lambda: 4},
    "compare": {"problems": lambda: ["bowl"], "runs": lambda: 2, "evaluations": lambda: 50, "rates": lambda: [0.01, 0.1]},
    "sweep": {"method": lambda: helpers.METHODS["batch"], "rates": lambda: [0.01, 0.1], "runs": lambda: 2},
    "run_method": {"method": lambda: helpers.METHODS["batch"], "budget": lambda: 30},
    "hidden_valley": {"centre": lambda: 3.0},
    "conditioned_points": {"condition": lambda: 2.0},
    "draw_blocks": {"blocks": lambda: helpers.divide_and_conquer(of_two_weights(), 2, 2).blocks},
    "draw_path": {"run": lambda: helpers.descend(of_two_weights(), (0.0, 0.0), 0.01, 3)},
    "draw_tries": {"search": lambda: helpers.exhaustive_search(of_two_weights(), 1.0)},
    "draw_surface": {"landscape": of_two_weights},
    "draw_runtimes": {"of_methods": lambda: {name: runs for (_, name), runs in compared().items()}},
    "draw_sweep": {"of_methods": lambda: {name: runs.sweep for (_, name), runs in compared().items()}},
    "show_runtimes": {"found": compared},
    "show_sweeps": {"found": compared},
    "show_round": {
        "landscape": of_two_weights,
        "block": lambda: helpers.divide_and_conquer(of_two_weights(), 2, 1).blocks[0],
    },
    "show_blocks": {"search": lambda: helpers.divide_and_conquer(bowl(), 4, 3)},
    "show_scene": {"make": lambda: lambda figure: HuntScene(figure, X, Y, bowl()), "tried": lambda: [1.0]},
    "show_floors": {"theory": lambda: [1.0, 2.0, 3.0], "measured": lambda: {"one": [[1.0, 2.0]] * 3}},
    "show_plans": {"paths": lambda: {"one": [4.0, 3.0, 2.0, 1.5, 1.0]}},
    "show_walks": {"walks": lambda: {"one": [[1.0, 1.0], [1.5, 1.2]]}},
    "show_trough": {"start": lambda: (0.5, 1.0), "settings": lambda: [(0.1, 0.0), (0.1, 0.5)], "steps": lambda: 3},
    "show_peaks": {"whole": lambda: {10: 1e6, 100: 1e7}, "streamed": lambda: {10: 1e6, 100: 1e6}},
    "show_starts": {"ends": lambda: [1.0, 3.0], "ridge": lambda: 2.0},
    "show_factor": {"rates": lambda: [0.01, 0.2]},
    "show_rates": {"rates": lambda: [0.01, 0.2]},
    "show_promise": {"steps": lambda: np.linspace(0.1, 1.0, 5)},
    "show_pull": {"data": three_points, "epoch": lambda: 1},
    "show_sweep": {"epochs": lambda: 1},
    "show_batch_rates": {"most": lambda: 50},
    "steps_needed": {"landscape": helpers.plateau, "rates": lambda: [0.025, 10.0], "most": lambda: 50},
    "arrivals": {"sizes": lambda: [3], "batch_sizes": lambda: [1]},
    "heavy_ball": {"slope": lambda: lambda w: w},
    "of_function": {"cost": lambda: lambda w: (w - 2) ** 2},
    "finite_difference": {"cost": lambda: lambda w: (w - 2) ** 2},
}
CHECKED_ELSEWHERE = {"check", "question", "follow"}  # tests/practice, tests/panels
UNCHECKED = {"mean_slope"}  # for inner loops; by its own word NaN and overflow pass through
FUNCTIONS = [
    name
    for name in helpers.__all__
    if inspect.isfunction(thing := getattr(helpers, name))
    and inspect.signature(thing).parameters
    and name not in CHECKED_ELSEWHERE
]
SLOW = ("show_", "draw_", "compare", "sweep", "arrivals", "new_figure", "_panel")


def arguments(name: str, folder: Path) -> dict:
    """Return right arguments for a function: its defaults, and the least that the rest may be."""
    found = {}
    for each in inspect.signature(getattr(helpers, name)).parameters.values():
        special = SPECIAL.get(name, {})
        if each.name in special:
            found[each.name] = special[each.name]()
        elif each.kind is each.VAR_KEYWORD or (each.default is not each.empty and each.name != "rng"):
            continue
        elif each.name.startswith("path_"):
            found[each.name] = folder / each.name
            np.array([1.0, 2.0, 3.0]).tofile(found[each.name])
        elif each.name in NAMED:
            found[each.name] = NAMED[each.name]()
        else:
            found[each.name] = OF_KIND[
                getattr(each.annotation, "__origin__", None) if hasattr(each.annotation, "__metadata__") else each.annotation
            ]()
    return found | {key: make() for key, make in SPECIAL.get(name, {}).items()}


@pytest.fixture
def quiet(monkeypatch):
    """Let pictures be made but neither encoded nor shown."""
    monkeypatch.setattr("helpers.pictures.style.still_png", lambda figure: b"")
    monkeypatch.setattr("helpers.pictures.style.display", lambda *given, **named: None)
    monkeypatch.setattr("helpers.pictures.style.print", lambda *given: None, raising=False)


def numbers_in(result) -> Iterator[np.ndarray]:
    """Give every number that a result holds."""
    if isinstance(result, Trajectory):
        yield from map(np.asarray, (result.weights, result.costs, result.evaluations))
    elif isinstance(result, tuple | list):
        for each in result:
            yield from numbers_in(each)
    elif isinstance(result, float | int | np.number):
        yield np.asarray(float(result))
    elif isinstance(result, np.ndarray) and result.size and not isinstance(result.flat[0], Axes):
        yield result


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_arguments_are_taken(name, tmp_path, quiet):
    result = getattr(helpers, name)(**arguments(name, tmp_path))
    assert not isinstance(result, Iterator) or list(result)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_whatever_is_given_is_used_or_refused_in_one_sentence(name, tmp_path_factory, quiet):
    function, folder = getattr(helpers, name), tmp_path_factory.mktemp("files")
    takes = [each.name for each in inspect.signature(function).parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD]
    right = arguments(name, folder)  # what changes with use is made anew below
    changing = {"rng", "axes"} & set(right)

    @settings(max_examples=10_000 if THOROUGH else 15 if name.startswith(SLOW) else 60)
    @given(st.dictionaries(st.sampled_from(takes), anything, min_size=1, max_size=2))
    def answers(bad):
        given = right | {key: NAMED[key]() for key in changing} | bad
        try:
            with np.errstate(**({"all": "ignore"} if name in UNCHECKED else {})):
                result = function(**given)
            result = list(result) if isinstance(result, Iterator) else result
        except ValueError as error:
            refusal = str(error)
            assert re.fullmatch(r"[^\n]{10,300}", refusal)
            assert " expected " in refusal
            return
        except OSError:
            assert {"path_x", "path_y"} & set(bad)
            return
        for numbers in () if name in UNCHECKED else numbers_in(result):
            assert numbers.dtype.kind in "iufb", numbers
            assert not np.isnan(numbers).any(), numbers

    answers()
