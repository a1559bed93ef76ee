"""What affects many: announced in both languages, reworded, and solved after a question."""

from pytestqt.qtbot import QtBot

from backend.knowledge.requests import KnownIncidentBody
from desktop.views.admin_room import AdminRoom
from desktop.workplace import Workplace
from tests.support.administration import entered, write
from tests.support.little_services import LittleServices

DELAY = KnownIncidentBody.model_validate(
    {
        "texts": {
            "es": {"title": "Retrasos", "body": "Nieva en el puerto."},
            "en": {"title": "Delays", "body": "Snow on the pass."},
        }
    },
    strict=False,
)


def opened(place: Workplace, qtbot: QtBot) -> AdminRoom:
    view = entered(place, "known").known.view
    qtbot.waitUntil(lambda: bool(view.form.widgets))
    return view


def test_it_is_announced_in_both_languages(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    view = opened(place, qtbot)
    for name, text in (("title-es", "Retrasos"), ("body-es", "Nieva."), ("title-en", "Delays")):
        write(view, qtbot, name, text)
    write(view, qtbot, "body-en", "Snow.")
    view.save.click()
    qtbot.waitUntil(lambda: view.list.count() == 1 and view.heading.text() == "Delays")
    assert [one.texts["es"].body for one in services.known.kept.values()] == ["Nieva."]  # type: ignore[index]  # str


def test_what_a_colleague_wrote_meanwhile_is_shown_and_both_are_kept(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    known = services.known.announce(DELAY)
    view = opened(place, qtbot)
    other = known.model_copy(update={"category": "not-arrived", "version": 2})
    services.known.kept[known.id] = other
    write(view, qtbot, "title-en", "Late parcels")
    view.save.click()
    qtbot.waitUntil(lambda: "About: Anything →" in view.notice.text)
    view.save.click()
    qtbot.waitUntil(lambda: view.notice.text == "Saved.")
    kept = services.known.kept[known.id]
    assert (kept.category, kept.texts["en"].title) == ("not-arrived", "Late parcels")  # type: ignore[index]  # str


def test_it_is_solved_after_a_question(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    known = services.known.announce(DELAY)
    view = opened(place, qtbot)
    view.deeds["solve"].click()
    assert services.known.kept[known.id].solved_at is None
    view.notice.press("Solved")
    qtbot.waitUntil(lambda: view.list.count() == 0 and services.known.kept[known.id].solved_at is not None)
