"""The hub of the README's class starts, and a student on it runs a lesson and moves its panel."""

import asyncio

import pytest
from classroom.students import LESSON, Hub, Student, missing


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    if reason := missing():
        pytest.skip(reason)
    running = Hub(tmp_path_factory.mktemp("class"))
    yield running
    running.stop()


def test_a_student_runs_a_lesson_and_moves_its_panel(hub):
    async def lesson():
        student = Student(hub.address, "ada")
        await student.log_in()
        await student.open_page([])
        await student.open_lesson()
        ((_, shown),) = await student.run_to("panel-descent")
        _, sent = await student.near("start", 60)
        _, pictures = await student.drag("start", 2)
        ((_, way),) = await student.run("from ipykernel.connect import *; get_connection_info(unpack=True)['transport']")
        await student.leave()
        return shown, sent, pictures, way["data"]["text/plain"]

    shown, sent, pictures, way = asyncio.run(lesson())
    assert "application/vnd.jupyter.widget-view+json" in shown["data"]
    assert sent > 100
    assert pictures
    assert way == "'ipc'", "of many kernels that start at once, two might choose the same port"


def test_every_student_has_the_lessons_and_opens_no_others(hub):
    async def arrive():
        student = Student(hub.address, "grace")
        await student.log_in()
        await student.open_page([])
        path = f"{student.root}/api/contents/notebooks/{LESSON}"
        status = (await student.client.get(path)).status_code
        other = await student.client.get(path.replace("grace", "ada"))
        await student.client.aclose()
        return status, other

    status, other = asyncio.run(arrive())
    assert status == 200
    assert other.status_code in (403, 404, 424) or "login" in str(other.url)


def test_a_wrong_password_opens_nothing(hub):
    async def knock():
        student = Student(hub.address, "mallory")
        await student.client.get("/hub/login")
        form = {"username": "mallory", "password": "w is 3", "_xsrf": student.token("/hub/")}
        answer = await student.client.post("/hub/login", data=form)
        await student.client.aclose()
        return answer

    answer = asyncio.run(knock())
    assert answer.status_code == 403
