"""The scoreboard: every method on every problem, each at its best, all under the rule of helpers.runtimes."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from helpers.arguments import Count, Positive, checked
from helpers.landscapes import Landscape
from helpers.methods import METHODS
from helpers.problems import SHARE, Problem, benchmark_problems, split_into_samples
from helpers.runtimes import HELD, RATES, Runtimes, runtimes, sweep

SHORT_TRIAL, LONG_TRIAL = 300, 1000  # evaluations of a trial walk
SEARCHES = ("grid", "divide")  # what they try they look at, so the price of a try is the price of a look; the best is kept


@checked()
def compare(
    problems: Sequence[Problem | Landscape | str] | None = None,
    methods: Mapping[str, Callable] = MappingProxyType(METHODS),
    runs: Count = 30,
    evaluations: Count = 10_000,
    rates: Sequence[Positive] | tuple[()] = RATES,
    patience: float | None = None,
    share: Positive = SHARE,
    held: Count = HELD,
) -> dict[tuple[str, str], Runtimes]:
    """Tune every method on every problem, and let it run.

    problems: Problems, Landscapes (which are split into samples), or names of benchmark problems; None for all of these.
    methods: generator functions of (problem, start, rng) by name; those named in SEARCHES have no learning rate. runs,
    evaluations: as for `runtimes`; rates (of the descents), patience, share, held: as for `sweep`. Returns the Runtimes by
    (problem's name, method's name). Raises ValueError for a name that no benchmark problem has, and for two problems of one
    name.

    >>> found = compare(["bowl"], {"batch": METHODS["batch"]}, runs=4)
    >>> found["bowl", "batch"].share(24)
    1.0
    """
    found, split = {}, _problems(problems)
    # a search, a given patience and a stricter goal need longer trials; other walks either arrive soon or are given up
    short = SHORT_TRIAL if patience is None and share >= SHARE else LONG_TRIAL
    for problem in split:
        for name, method in methods.items():
            trials = {"rates": (), "evaluations": LONG_TRIAL} if name in SEARCHES else {"rates": rates, "evaluations": short}
            tried = sweep(method, problem, patience=patience, share=share, held=held, **trials)
            found[problem.landscape.name, name] = runtimes(method, problem, tried, runs, evaluations)
    return found


def _problems(chosen):
    benchmarks = {each.landscape.name: each for each in benchmark_problems()}
    split = []
    for each in benchmarks if chosen is None else chosen:
        if isinstance(each, str) and each not in benchmarks:
            raise ValueError(f"no benchmark problem is named {each!r}, expected one of {list(benchmarks)}")
        problem = benchmarks[each] if isinstance(each, str) else each
        split.append(split_into_samples(problem) if isinstance(problem, Landscape) else problem)
    names = [problem.landscape.name for problem in split]
    if len(set(names)) < len(names):
        raise ValueError(f"the problems are named {names}, expected a different name for each")
    return split
