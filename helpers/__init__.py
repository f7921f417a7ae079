"""Helpers of the gradient descent lessons. `from helpers import NAME` finds every public name, and loads only its module.

Floors, each importing only from those below: model, data, trajectory, landscapes · search, descent, smoothing, streaming ·
scoreboard · pictures · live, panels, race, checks, tab. The tools `export` and `site` write pages; none of these imports them.
"""

from importlib import import_module

_PUBLIC = {
    "model": ("best_weight", "cost", "costs_at", "error_multiplier", "forward", "gradient", "loss", "loss_gradient"),
    "data": ("hubble_1929", "noisy_points", "three_points"),
    "trajectory": ("Block", "Trajectory"),
    "landscapes": (
        "Landscape", "bowl", "cubic", "finite_difference", "hidden_valley", "line_bowl", "of_function", "of_points",
        "plateau", "ripples", "saddle", "shelf", "two_valleys",
    ),
    "search": ("divide_and_conquer", "exhaustive_search", "grid_size"),
    "descent": ("batch_descent", "descend", "minibatch_descent", "rate_sentence", "stochastic_descent"),
    "smoothing": ("smooth",),
    "scoreboard": (
        "METHODS", "Ground", "Score", "attempt", "board", "ground", "score", "suite", "table", "target",
    ),
    "streaming": ("file_batches", "streamed_descent"),
    "pictures": (
        "BlocksScene", "CombScene", "DescentScene", "HuntScene", "draw_blocks", "draw_comb", "draw_curve", "draw_data",
        "draw_path", "draw_surface", "draw_tries", "lecture_size", "new_figure", "scaled", "show", "show_blocks",
        "show_descent", "show_scene", "show_search", "style_axes", "write",
        "BALL", "BATCH", "BEST", "BLACK", "BLUE", "CURVE", "DATA", "DISCARDED", "GREEN", "GREY", "KEPT", "LINK", "MINIMUM",
        "ORANGE", "PURPLE", "SKY", "STEP", "TANGENT", "TRIED", "VERMILLION",
    ),
    "checks": ("check", "question", "setup_check"),
    "live": ("Choice", "Dial", "Panel"),
    "panels": (
        "blocks_panel", "descent_panel", "grid_panel", "hunt_panel", "landscape_panel", "minibatch_panel", "step_losses",
        "stochastic_panel",
    ),
    "race": ("draw_board", "race_panel"),
    "tab": ("in_browser",),
}  # fmt: skip
_HOME = {name: module for module, names in _PUBLIC.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"helpers has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"helpers.{_HOME[name]}"), name)


def __dir__():
    return __all__
