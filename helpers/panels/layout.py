"""Where a panel's controls lie: sliders beneath their axes, the other controls in rows below."""

import html
from collections.abc import Mapping, Sequence

import ipywidgets as widgets

from helpers.panels.controls import Choice, Slider

STAGE_STYLE = (  # ipywidgets takes its sizes from these variables
    "<style>.lesson-panel-stage{--jp-widgets-font-size:20px;--jp-widgets-inline-height:40px;"
    "--jp-widgets-inline-height-short:38px}.lesson-panel-stage .lesson-label{font-size:20px}</style>"
)


def wrapped(parts: Sequence[widgets.Widget], **more: str) -> widgets.HBox:
    """Lay widgets side by side, in as many lines as they need."""
    return widgets.HBox(parts, layout=widgets.Layout(flex_flow="row wrap", **more))


def labelled(text: str, *parts: widgets.Widget, width: str | None = None) -> widgets.HBox:
    """Lay a label and what it names side by side."""
    label = widgets.HTML(f"<span class='lesson-label'>{html.escape(text)}</span>")
    layout = widgets.Layout(align_items="center", flex="0 0 auto", width=width, min_width="max-content")  # or it would scroll
    return widgets.HBox([label, *parts], layout=layout)


def row_under_axes(
    controls: Sequence[Slider | Choice], sliders: Mapping[str, widgets.Widget], place: Mapping[str, tuple[float, float]]
) -> widgets.HBox:
    """Lay sliders beneath their axes; the handle's centre travels along the part of the axis that the slider covers.

    sliders: their widgets by name. place: the ends of each axis as fractions of the width. A slider has 4 pixels of room on its
    left and 8 on its right that its handle's centre does not reach.
    """
    tracks = sorted((*control.track(*place[control.under]), control.name) for control in controls if control.under)
    row, reached = [], 0.0
    for left, right, name in tracks:
        sliders[name].layout = widgets.Layout(
            width=f"calc({100 * (right - left):.4f}% + 12px)",
            margin=f"0 -8px 0 calc({100 * (left - reached):.4f}% - 4px)",
            flex="0 0 auto",
        )
        reached = right
        row.append(sliders[name])
    return widgets.HBox(row, layout=widgets.Layout(width="100%", overflow="visible"))


def control_rows(
    controls: Sequence[Slider | Choice],
    sliders: Mapping[str, widgets.Widget],
    boxes: Mapping[str, widgets.Widget],
    player: Mapping[str, widgets.Widget],
) -> list[widgets.HBox]:
    """Lay boxes of the sliders beneath axes in one row and all other controls in two columns.

    player: by the name of the control that play moves, what is to stand right after it.
    """
    above, below = [], []
    for control in controls:
        after = [player[control.name]] if control.name in player else []
        if control.under:
            above += [labelled(control.label, boxes[control.name]), *after]
        else:
            parts = [sliders[control.name]] if control.name in sliders else []
            below += [labelled(control.label, *parts, boxes[control.name], width="49%"), *after]
    if len(below) == 1:
        below[0].layout.width = "100%"
    for each in player.values():
        if each in below:
            each.layout.width, each.layout.min_width = "49%", "max-content"
    return [row for row in (wrapped(above), wrapped(below, justify_content="space-between")) if row.children]
