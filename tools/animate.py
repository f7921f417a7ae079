"""Make the README's animation from the panel of lesson 3: python -m tools.animate

Every frame is a state of the real panel: the starting w is dragged, the learning rate is raised until the descent diverges, and
the epochs are played. The sliders below the picture are drawn where they stand in JupyterLab.
"""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers import descent_panel
from tools.notebooks import ROOT

TARGET = ROOT / "tests" / "pictures" / "panel.gif"
WIDTH = 720


def moves() -> list[dict]:
    """List what the hands do, a dictionary of settings for each frame."""
    drag = [{"start": float(w)} for w in np.concatenate([np.linspace(1.0, 4.6, 10), np.linspace(4.6, -0.6, 15)])]
    rates = [{"learning_rate": float(rate)} for rate in np.geomspace(0.004, 0.2, 20)]
    swings = [{"epoch": epoch} for epoch in range(0, 9)]
    diverging = [{"epoch": 0, "start": 1.6, "learning_rate": 0.24}] + [{"epoch": epoch} for epoch in range(1, 14)]
    return drag + rates + swings + diverging


def frame(panel) -> Image.Image:
    """Draw the panel as a reader sees it: the picture, the two sliders under its axes, the learning rate, the sentence."""
    picture = panel.view.picture(panel.state()[0])
    figure = Figure(figsize=(10.0, 1.5), dpi=200)
    canvas = FigureCanvasAgg(figure)
    place = panel.view.place
    draw_slider(figure, place["w"], 0.86, share(panel, "start"))
    draw_slider(figure, place["epoch"], 0.86, share(panel, "epoch"))
    figure.text(place["w"][0], 0.48, f"learning rate η = {panel.values['learning_rate']:.3f}", fontsize=13, va="center")
    draw_slider(figure, place["epoch"], 0.48, share(panel, "learning_rate"))
    figure.text(0.012, 0.12, panel.text.split(" From ")[0], fontsize=13, va="center")
    canvas.draw()
    below = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    whole = Image.new("RGB", (picture.width, picture.height + below.height), "white")
    whole.paste(picture, (0, 0))
    whole.paste(below, (0, picture.height))
    return whole.resize((WIDTH, round(whole.height * WIDTH / whole.width)), Image.Resampling.LANCZOS)


def share(panel, name: str) -> float:
    """Return how far along its track a slider's handle stands, from 0 to 1."""
    slider = panel.sliders[name]
    return (slider.value - slider.min) / (slider.max - slider.min)


def draw_slider(figure: Figure, ends: tuple[float, float], height: float, at: float) -> None:
    """Draw a track between two places of the figure's width, with its handle."""
    axes = figure.add_axes((ends[0], height - 0.1, ends[1] - ends[0], 0.2))
    axes.set_xlim(0, 1)
    axes.axis("off")
    axes.plot([0, 1], [0, 0], color="#BDBDBD", linewidth=4, solid_capstyle="round")
    axes.plot([at], [0], "o", color="white", markeredgecolor="#757575", markersize=13, clip_on=False)


def main() -> None:
    """Write the animation and say how large it is."""
    panel = descent_panel()
    panel.set(learning_rate=0.03)
    frames = []
    for settings in moves():
        panel.set(**settings)
        frames.append(frame(panel))
    palette = frames[len(frames) // 2].quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small = [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in frames]
    TARGET.parent.mkdir(exist_ok=True)
    small[0].save(TARGET, save_all=True, append_images=small[1:], duration=140, loop=0, optimize=True)
    print(f"{TARGET.name}: {len(frames)} frames, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
