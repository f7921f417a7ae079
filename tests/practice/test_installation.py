"""The set-up check names what is missing, and its slider answers."""

import platform

from helpers.installation import setup_check, setup_faults


def test_setup_faults_names_what_is_missing():
    good = {"numpy": "2.4.0", "matplotlib": "3.11.0", "ipywidgets": "8.1.9", "anywidget": "0.11.0", "jupyterlab": "4.6"}
    assert setup_faults(good, (3, 11)) == []
    assert setup_faults(good | {"ipywidgets": "7.8.5"}, (3, 10)) == [
        "Python 3.10 is too old, the lessons need 3.11 or newer",
        "ipywidgets 7.8.5 is too old, the lessons need 8 or newer",
    ]
    assert setup_faults({name: version for name, version in good.items() if name != "anywidget"}, (3, 12)) == [
        "anywidget is not installed"
    ]
    assert setup_faults({name: version for name, version in good.items() if name != "numpy"}, (3, 12)) == [
        "numpy is not installed"
    ]


def test_setup_check_says_what_to_do_and_its_slider_answers():
    shown = setup_check()
    assert "all as the lessons need them" in shown._repr_mimebundle_()["text/plain"]
    shown.slider.value = 7
    assert "the kernel saw 7" in shown.answer.value


def test_a_python_that_is_not_yet_released_is_checked_by_its_first_two_numbers(monkeypatch):
    monkeypatch.setattr(platform, "python_version_tuple", lambda: ("3", "15", "0rc1"))
    assert "all as the lessons need them" in setup_check().verdict
