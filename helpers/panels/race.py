"""The panel of lesson 6: the race of all methods."""

from functools import lru_cache

from helpers.panels.controls import Choice, Slider
from helpers.panels.panel import Panel
from helpers.pictures.race import RaceScene
from helpers.race import HIGH, LEAST, LOW, MOST, descents, race_problems, race_sentence, searches


def race_panel() -> Panel:
    """Make the panel of the race: the problem, the start, the learning rate, the seed, and the budget that play spends.

    >>> panel = race_panel()
    >>> panel.set(landscape="narrow valley", start=0.0, learning_rate=0.0005, budget=2400)
    >>> panel.text.startswith("After 2,400 evaluations each on the narrow valley the target was met by grid")
    True
    """
    problems = race_problems()
    searched = {name: searches(problem, MOST) for name, problem in problems.items()}  # these follow no control
    descended = lru_cache(maxsize=8)(lambda landscape, *how: descents(problems[landscape], *how, MOST))

    def state(landscape, start, budget, learning_rate, seed):
        runs = searched[landscape] | descended(landscape, start, learning_rate, seed)
        shown = {"problem": problems[landscape], "runs": runs, "budget": budget}
        return shown, race_sentence(problems[landscape], runs, budget)

    controls = [
        Slider("start", "starting w", LOW, HIGH, 4.5, under="w"),
        Slider("budget", "budget", LEAST, MOST, LEAST, log=True, under="budget"),
        Choice("landscape", "landscape", list(problems), "noisy points"),
        Slider("learning_rate", "learning rate η", 1e-4, 1.0, 0.01, log=True),
        Slider("seed", "seed", 0, 20, 1),
    ]
    scenarios = {
        "slopes win": {"landscape": "noisy points", "start": 4.5, "learning_rate": 0.01, "budget": MOST},
        "only the grid": {"landscape": "narrow valley", "start": 0.0, "learning_rate": 0.0005, "budget": MOST},
        "the wrong valley": {"landscape": "two valleys", "start": 4.5, "learning_rate": 0.005, "budget": MOST},
        "too bold a rate": {"landscape": "noisy points", "start": 4.5, "learning_rate": 0.4, "budget": MOST},
    }
    return Panel(RaceScene, state, controls, scenarios, walks="budget")
