"""Pictures of work that is split: a sum and a chain, what travels to workers, what they gain, and memory that stays flat."""

from collections.abc import Mapping, Sequence

from helpers.arguments import checked
from helpers.pictures.style import BLUE, GREY, VERMILLION, label, new_figure, show, style_axes

LOOKS = ({"color": VERMILLION, "marker": "s"}, {"color": BLUE, "marker": "o"})


def _box(axes, x, y, text, colour):
    frame = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": colour, "linewidth": 2.2}
    axes.text(x, y, text, ha="center", va="center", fontsize=13, bbox=frame)


def _arrow(axes, start, end, style="-|>", line="-"):
    look = {"arrowstyle": style, "color": GREY, "linewidth": 2, "linestyle": line, "mutation_scale": 18}
    axes.annotate("", end, start, arrowprops=look)


def show_sum_and_chain() -> None:
    """Show the two shapes of work: a full gradient, whose parts are found side by side, and steps that wait for each other."""
    figure, (left, right) = new_figure(2, width=11.0)
    for axes, title in ((left, "a full gradient: wide"), (right, "single steps: long")):
        style_axes(axes, title=title)
        axes.set_axis_off()
    for part, height in enumerate((0.85, 0.5, 0.15), start=1):
        _arrow(left, (0.12, 0.5), (0.325, height))
        _arrow(left, (0.595, height), (0.805, 0.5 + 0.15 * (height - 0.5)))
        _box(left, 0.46, height, f"shard {part}\nmean slope", BLUE)
    _box(left, 0.08, 0.5, "w", VERMILLION)
    _box(left, 0.9, 0.5, "average,\nnew w", VERMILLION)
    for step, place in enumerate((0.1, 0.37, 0.64), start=1):
        _arrow(right, (place + 0.07, 0.62), (place + 0.2, 0.62))
        _arrow(right, (place + 0.14, 0.25), (place + 0.14, 0.6))
        _box(right, place, 0.62, f"w after\nstep {step - 1}", VERMILLION)
        _box(right, place + 0.14, 0.2, f"sample {step}", BLUE)
    _box(right, 0.91, 0.62, "w after\nstep 3", VERMILLION)
    show(figure, "Left: all shards read the same w, and their means are averaged. Right: each step waits for the step before.")


@checked()
def show_letters(sizes: Sequence[int]) -> None:
    """Show one epoch on a cluster: w goes to each partition, a slope comes back, and the samples stay.

    sizes: the samples of each of at most three partitions.
    """
    figure, (axes,) = new_figure(width=9.0)
    style_axes(axes, title="one epoch: 8 bytes out and 8 bytes back for each partition")
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    _box(axes, 0.12, 0.5, "client:\nkeeps w and\nthe sizes of\nthe partitions", VERMILLION)
    axes.text(0.49, 0.56, "w", ha="center", fontsize=14)
    axes.text(0.49, 0.45, "slope", ha="center", va="top", fontsize=14)
    for name, size, height in zip("abc", sizes, (0.85, 0.5, 0.15), strict=False):
        for shift, style, line in ((0.03, "-|>", "-"), (-0.03, "<|-", "--")):
            _arrow(axes, (0.26, 0.25 + 0.5 * height + shift), (0.72, height + shift), style, line)
        _box(axes, 0.84, height, f"partition {name}\n{size:,} samples", BLUE)
    show(
        figure,
        f"One number goes from the client to each of {len(sizes)} partitions, one number comes back, and the samples stay.",
    )


@checked()
def show_peaks(whole: Mapping[int, float], streamed: Mapping[int, float]) -> None:
    """Show the peak memory of one pass against the number of samples, for data read whole and for data read batch by batch.

    whole, streamed: bytes for each n, the same n in both.
    """
    figure, (axes,) = new_figure(width=8.0, height=4.2)
    for peaks, name, look in ((whole, "read whole", LOOKS[0]), (streamed, "streamed", LOOKS[1])):
        axes.loglog(list(peaks), [peak / 1e6 for peak in peaks.values()], markersize=9, linewidth=2, **look)
        label(axes, 1.25 * max(peaks), peaks[max(peaks)] / 1e6, name, color=look["color"], va="center")
    style_axes(axes, "n (samples)", "peak memory in MB", "one pass over the data")
    axes.set(xlim=(0.7 * min(whole), 6 * max(whole)))
    grown = [peaks[max(peaks)] / peaks[min(peaks)] for peaks in (whole, streamed)]
    more = max(whole) / min(whole)
    show(
        figure, f"{more:.0f} times the samples: read whole, the peak grows {grown[0]:.0f}-fold; streamed, {grown[1]:.1f}-fold."
    )
