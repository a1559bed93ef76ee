"""Employees save how they look at the queue, share it, and change only what is theirs."""

import pytest

from backend.employees.saved_store import MOST_OF_ONE
from tests.support.staff import PASSWORD, bearer, session, take_on

pytestmark = pytest.mark.database
VIEWS = "/api/v1/views"
DEFINITION = {
    "filters": {
        "states": ["open", "waiting"],
        "teams": ["shipping"],
        "assignee": "unassigned",
        "priorities": ["urgent"],
        "categories": ["damaged"],
        "tags": ["vip"],
        "text": "tetera",
        "urges": ["breaching"],
    },
    "columns": [{"name": "reference", "width": 120}, {"name": "subject", "width": None}],
    "sort": {"column": "opened-at", "descending": True},
    "group": "team",
}


@pytest.fixture
def people(employees, admin):
    """The headers of two in one team, and of one in another."""
    taken = {}
    for name, team in (("ana", "shipping"), ("bea", "shipping"), ("cai", "gifts")):
        take_on(employees, admin, f"{name}@example.com", team=team)
        taken[name] = bearer(session(employees, f"{name}@example.com", PASSWORD))
    return taken


def save(employees, headers, name="Urgent", shared_with="nobody"):
    body = {"name": name, "shared_with": shared_with, "definition": DEFINITION}
    return employees.post(VIEWS, json=body, headers=headers)


def names(employees, headers):
    return [view["name"] for view in employees.get(VIEWS, headers=headers).get_json()["views"]]


def test_a_view_comes_back_as_it_was_saved(employees, people):
    saved = save(employees, people["ana"])
    assert (saved.status_code, saved.headers["ETag"]) == (201, '"1"')
    found = employees.get(saved.headers["Location"], headers=people["ana"])
    assert found.get_json() == saved.get_json()
    assert found.get_json()["definition"] == DEFINITION
    assert found.get_json()["owner"]["name"] == "Ana"


def test_views_are_seen_by_those_with_whom_they_are_shared(employees, people):
    for name, shared_with in (("mine", "nobody"), ("ours", "team"), ("of all", "everybody")):
        save(employees, people["ana"], name, shared_with)
    assert names(employees, people["ana"]) == ["mine", "of all", "ours"]
    assert names(employees, people["bea"]) == ["of all", "ours"]
    assert names(employees, people["cai"]) == ["of all"]


def test_only_its_owner_changes_a_view_and_others_copy_it(employees, people):
    saved = save(employees, people["ana"], shared_with="team")
    place, body = saved.headers["Location"], {"name": "Mine now", "definition": {}}
    seen = {"If-Match": '"1"'}
    for who, status in (("bea", 403), ("cai", 404)):
        headers = {**people[who], **seen}
        assert employees.put(place, json=body, headers=headers).status_code == status
        assert employees.delete(place, headers=headers).status_code == status
    copied = {**body, "definition": saved.get_json()["definition"]}
    copy = employees.post(VIEWS, json=copied, headers=people["bea"])
    assert copy.get_json()["definition"] == DEFINITION
    assert names(employees, people["bea"]) == ["Mine now", "Urgent"]


def test_a_change_names_the_version_that_was_seen(employees, people):
    place, body = save(employees, people["ana"]).headers["Location"], {"name": "Calm", "definition": {}}
    assert employees.put(place, json=body, headers=people["ana"]).status_code == 428
    first = employees.put(place, json=body, headers={**people["ana"], "If-Match": '"1"'})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    late = employees.put(place, json={**body, "name": "Late"}, headers={**people["ana"], "If-Match": '"1"'})
    assert (late.status_code, late.get_json()["current"]["name"]) == (412, "Calm")
    assert employees.delete(place, headers={**people["ana"], "If-Match": '"1"'}).status_code == 412
    assert employees.delete(place, headers={**people["ana"], "If-Match": '"2"'}).status_code == 204
    assert names(employees, people["ana"]) == []


@pytest.mark.parametrize(
    "definition",
    [{"filters": {"states": ["sleeping"]}}, {"columns": [{"name": "reference", "width": -1}]}, {"colour": 1}],
)
def test_what_no_console_could_show_is_refused(employees, people, definition):
    answer = employees.post(VIEWS, json={"name": "x", "definition": definition}, headers=people["ana"])
    assert answer.status_code == 400


def test_there_is_an_end_to_the_views_of_one(employees, people, database):
    kept = database.views
    save(employees, people["ana"])
    one = kept.find_one()
    kept.insert_many([{**one, "_id": number} for number in range(1, MOST_OF_ONE)])
    assert save(employees, people["ana"]).status_code == 409
    assert save(employees, people["bea"]).status_code == 201
