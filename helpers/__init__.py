"""Helpers of the gradient descent lessons. `from helpers import NAME` finds every public name, and loads only its module.

Which module may import from which is stated once, as a contract in pyproject.toml that the tests run.
"""

from importlib import import_module

_PUBLIC = {
    "model": (
        "best_weight", "cost", "costs_at", "distance_multiplier", "forward", "gradient",
        "loss", "loss_gradient", "mean_slope",
    ),
    "differences": ("finite_difference",),
    "data": ("conditioned_points", "hubble_1929", "noisy_points", "three_points"),
    "wording": ("rate_sentence",),
    "trajectory": ("Block", "Trajectory"),
    "landscapes": ("Landscape", "bowl", "of_function", "of_points"),
    "invented": ("hidden_valley", "line_bowl", "plateau", "ripples", "saddle", "shelf", "two_valleys"),
    "problems": ("Problem", "benchmark_problems", "split_into_samples", "target"),
    "search": ("divide_and_conquer", "exhaustive_search", "grid_size"),
    "descent": ("batch_descent", "descend", "minibatch_descent", "stochastic_descent"),
    "momentum": ("heavy_ball", "steps_needed"),
    "smoothing": ("smooth",),
    "streaming": ("file_batches", "streamed_descent"),
    "methods": ("METHODS", "run_method"),
    "runtimes": ("Runtimes", "Sweep", "sweep"),  # its function `runtimes` would be hidden by the module of that name
    "scoreboard": ("compare",),
    "clock": ("Arrival", "arrivals", "clock_sentence", "one_weight", "ten_weights"),
    "pictures.style": (
        "lecture_size", "label", "new_figure", "show", "style_axes",
        "BALL", "BATCH", "BEST", "BLACK", "BLUE", "CURVE", "DATA", "DISCARDED", "GREEN", "GREY", "KEPT", "LINK", "MINIMUM",
        "ORANGE", "PURPLE", "SKY", "STEP", "TANGENT", "TRIED", "VERMILLION",
    ),
    "pictures.drawing": (
        "draw_blocks", "draw_comb", "draw_curve", "draw_data", "draw_path", "draw_surface", "draw_tries", "show_search",
    ),
    "pictures.searches": ("show_fits", "show_prices", "show_promise", "show_round", "show_teeth"),
    "pictures.scene": ("show_scene",),
    "pictures.hunt": ("HuntScene",),
    "pictures.grid": ("GridScene",),
    "pictures.blocks": ("BlocksScene", "show_blocks"),
    "pictures.descent": ("DescentScene", "show_descent"),
    "pictures.tangents": ("show_factor", "show_fall", "show_rates", "show_slopes", "show_stops"),
    "pictures.samples": ("show_curves", "show_losses", "show_orders", "show_pull", "show_sweep"),
    "pictures.floors": ("show_floors", "show_plans"),
    "pictures.momentum": ("show_keeps", "show_trough", "show_walks"),
    "pictures.clock": ("draw_clock", "show_clock"),
    "pictures.batches": ("show_batch_rates", "show_floor", "show_one_epoch"),
    "pictures.workers": ("show_letters", "show_peaks", "show_sum_and_chain"),
    "pictures.starts": ("show_nebulae", "show_starts"),
    "pictures.runtimes": ("draw_runtimes", "draw_sweep", "show_runtimes", "show_sweeps"),
    "panels.controls": ("Choice", "Slider"),
    "panels.panel": ("Panel",),
    "panels.follow": ("follow",),
    "panels.grid": ("grid_panel", "hunt_panel"),
    "panels.blocks": ("blocks_panel",),
    "panels.descent": ("descent_panel", "landscape_panel"),
    "panels.noisy": ("minibatch_panel", "step_losses", "stochastic_panel"),
    "panels.race": ("race_panel",),
    "practice": ("check",),
    "questions": ("question",),
    "installation": ("setup_check",),
    "browser": ("in_browser",),
}  # fmt: skip
_HOME = {name: module for module, names in _PUBLIC.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"helpers has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"helpers.{_HOME[name]}"), name)


def __dir__():
    return __all__
