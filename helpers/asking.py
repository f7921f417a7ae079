"""Questions to predict before looking: choosing an answer shows why it is right, or what thought leads to it."""

import html

import ipywidgets as widgets

from helpers.exercise import questions


class Question(widgets.VBox):
    """A question with a few answers to choose; choosing one shows why it is right, or what thought leads to it."""

    def __init__(self, ask: str, answers: list[dict]):
        self.ask, self.answers = ask, answers
        self.choice = widgets.RadioButtons(
            options=[answer["say"] for answer in answers], value=None, layout=widgets.Layout(width="auto", margin="0 0 0 12px")
        )
        self.reply = widgets.HTML(paragraph("Choose before you read on."))
        self.choice.observe(lambda change: self._answer(change["new"]), "value")
        super().__init__([widgets.HTML(paragraph(f"Predict. {ask}", bold=True)), self.choice, self.reply])
        self.add_class("lesson-question")

    def _answer(self, chosen):
        answer = next((answer for answer in self.answers if answer["say"] == chosen), None)
        if answer is not None:
            self.reply.value = paragraph(f"{'✓ Yes.' if answer.get('right') else '✗ No.'} {answer['because']}")

    def _repr_mimebundle_(self, **kwargs):
        listed = "".join(f"<li>{html.escape(answer['say'])}</li>" for answer in self.answers)
        replies = "".join(
            f"<li>{'Yes' if answer.get('right') else 'No'}: {html.escape(answer['because'])}</li>" for answer in self.answers
        )
        page = (
            f"<p><b>Predict.</b> {html.escape(self.ask)}</p><ol type='a'>{listed}</ol>"
            f"<details><summary>What each answer tells</summary><ol type='a'>{replies}</ol></details>"
        )
        choices = " ".join(f"({letter}) {answer['say']}" for letter, answer in zip("abcdef", self.answers, strict=False))
        return super()._repr_mimebundle_(**kwargs) | {"text/html": page, "text/plain": f"Predict. {self.ask} {choices}"}


def paragraph(text: str, bold: bool = False) -> str:
    """Write plain text as HTML that a screen reader speaks when it changes."""
    inside = html.escape(text)
    return f"<div role='status' style='font-size:15px;line-height:1.4'>{f'<b>{inside}</b>' if bold else inside}</div>"


def question(name: str) -> Question:
    """Make the widget of a question, or where no kernel runs a plain list.

    name: the question's. Returns the widget. Raises ValueError where no question has the name.

    >>> question("larger-rate").choice.value is None
    True
    """
    found = questions().get(name)
    if found is None:
        raise ValueError(f"no question is named {name!r}, expected one of {sorted(questions())}")
    return Question(found["ask"], found["answers"])
