import json
from uuid import UUID

import pytest
from flask import jsonify, request
from pydantic import BaseModel, ConfigDict
from pymongo.errors import OperationFailure, ServerSelectionTimeoutError

from backend.kit.auth import current_identity, public, require
from backend.kit.http import LARGEST_BODY, correlation_id, create_service
from backend.kit.mongo import DatabaseUnavailable
from backend.kit.problems import Problem
from backend.kit.tokens import TokenVerifier
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer
from tests.support.keys import employee_token

ID = "0198c0de-0000-7000-8000-000000000001"


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    age: int = 0


@pytest.fixture
def failing():
    """The error that the view ``/fails`` raises, and that the check ``database`` does."""
    return []


@pytest.fixture
def client(employees_signer, failing):
    def check():
        if failing:
            raise failing[0]

    verifier = TokenVerifier({Issuer.EMPLOYEES: employees_signer.jwks})
    app = create_service("example", checks={"database": check}, verifier=verifier)

    @app.post("/people")
    @require(Role.SUPERVISOR)
    def people(body: Body):
        return jsonify(name=body.name, by=current_identity().subject, correlation=str(correlation_id()))

    @app.get("/unmarked")
    def unmarked():
        return jsonify(by=current_identity().subject)

    @app.get("/fails")
    @app.post("/fails")
    @public
    def fails():
        raise failing[0]

    return app.test_client()


@pytest.fixture
def supervisor(employees_signer):
    return {"Authorization": f"Bearer {employee_token(employees_signer, Role.SUPERVISOR)}"}


def problem(answer, status):
    """Check that the answer is a problem document of this status, and return it."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    document = answer.get_json()
    assert document["status"] == status
    assert document["title"]
    return document


def test_a_good_request_reaches_its_view(client, supervisor):
    answer = client.post("/people", json={"name": "Eva"}, headers={**supervisor, "X-Correlation-ID": ID})
    assert answer.get_json() == {"name": "Eva", "by": "e-aaaaaaaa", "correlation": ID}
    assert answer.headers["X-Correlation-ID"] == ID
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("given", [None, "", "7", "not an id", "x" * 5000])
def test_without_a_usable_correlation_id_there_is_a_new_one(client, given):
    answer = client.get("/healthz", headers={"X-Correlation-ID": given} if given is not None else {})
    assert UUID(answer.headers["X-Correlation-ID"])
    assert answer.headers["X-Correlation-ID"] != given


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer é", "Bearer a.b.c"])
def test_nobody_is_let_in_without_a_good_token_whatever_the_body(client, header):
    headers = {"Authorization": header} if header is not None else {}
    answer = client.post("/people", data="{", content_type="text/plain", headers=headers)
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_wrong_role_is_refused(client, employees_signer):
    headers = {"Authorization": f"Bearer {employee_token(employees_signer, Role.AGENT)}"}
    problem(client.post("/people", json={"name": "Eva"}, headers=headers), 403)


def test_a_view_that_says_nothing_still_demands_a_token(client, supervisor):
    problem(client.get("/unmarked"), 401)
    assert client.get("/unmarked", headers=supervisor).status_code == 200


def test_every_wrong_field_is_named_and_no_value_repeated(client, supervisor):
    sent = {"age": "hunter2", "extra": 1}
    document = problem(client.post("/people", json=sent, headers=supervisor), 400)
    assert {fault["field"] for fault in document["errors"]} == {"name", "age", "extra"}
    assert all(fault["message"] for fault in document["errors"])
    assert "hunter2" not in json.dumps(document)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"{\\"name\\": \\"Eva\\"}"',
        b"null",
        b"7",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"name": "\\ud800"}',
        b'{"name": "Eva", "age": NaN}',
        b'{"name": "Eva", "age": ' + b"9" * 5000 + b"}",
        b'{"name": {"$ne": null}}',
        b"",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_malformed_body_is_400(client, supervisor, body):
    answer = client.post("/people", data=body, content_type="application/json", headers=supervisor)
    problem(answer, 400)


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"text"'])
def test_the_words_about_a_malformed_body_name_no_class_and_no_browser(client, supervisor, body):
    answer = client.post("/people", data=body, content_type="application/json", headers=supervisor)
    told = json.dumps(problem(answer, 400))
    assert "JSON" in told
    assert "browser" not in told
    assert "Body" not in told


def test_another_kind_of_body_is_415(client, supervisor):
    problem(client.post("/people", data="name=Eva", content_type="text/plain", headers=supervisor), 415)


def test_a_body_that_is_too_large_is_413(client, supervisor):
    body = json.dumps({"name": "x" * LARGEST_BODY})
    problem(client.post("/people", data=body, content_type="application/json", headers=supervisor), 413)


def test_a_body_in_chunks_that_is_too_large_is_413_and_not_cut(client, supervisor):
    body = json.dumps({"name": "x" * LARGEST_BODY})
    in_chunks = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    answer = client.post(
        "/people", data=body, content_type="application/json", headers=supervisor, environ_overrides=in_chunks
    )
    problem(answer, 413)


def test_unknown_paths_and_methods_are_problems_too(client, supervisor):
    problem(client.get("/nowhere"), 404)
    answer = client.delete("/people", headers=supervisor)
    problem(answer, 405)
    assert "POST" in answer.headers["Allow"]


def test_a_crash_tells_the_caller_an_id_and_the_log_the_rest(client, failing, expected_log):
    expected_log("request crashed")
    failing.append(RuntimeError("the secret is hunter2"))
    document = problem(client.get("/fails"), 500)
    assert "hunter2" not in json.dumps(document)
    assert any(document["error_id"] in text for text in expected_log.texts())


@pytest.mark.parametrize(
    "error",
    [
        DatabaseUnavailable("down"),
        ServerSelectionTimeoutError("10.1.2.3 down"),
        OperationFailure("10.1.2.3 knows no such password", code=18),
    ],
)
def test_a_database_out_of_reach_is_503_and_says_when_to_try_again(client, failing, expected_log, error):
    expected_log("request failed without the database|the database refuses to serve")
    failing.append(error)
    answer = client.get("/fails")
    assert "10.1.2.3" not in json.dumps(problem(answer, 503))
    assert int(answer.headers["Retry-After"]) > 0


def test_whether_a_change_was_made_is_not_claimed_to_be_known(client, failing, expected_log):
    expected_log("request failed without the database")
    failing.append(DatabaseUnavailable("down"))
    assert "not known" not in problem(client.get("/fails"), 503)["detail"]
    assert "not known" in problem(client.post("/fails", json={}), 503)["detail"]


def test_a_mistake_of_ours_towards_the_database_is_no_outage(client, failing, expected_log):
    expected_log("request crashed")
    failing.append(OperationFailure("bad", code=2))
    problem(client.get("/fails"), 500)


def test_a_view_answers_with_a_problem_of_its_own(client, failing):
    failing.append(
        Problem(409, "No.", "Because.", type="no", extra={"status": 1, "current": {}}, headers={"X-A": "b"})
    )
    answer = client.get("/fails")
    assert problem(answer, 409) == {
        "type": "urn:ventanilla:problem:no",
        "title": "No.",
        "detail": "Because.",
        "status": 409,
        "current": {},
    }
    assert answer.headers["X-A"] == "b"


def test_health_needs_nothing_and_readiness_names_what_fails(client, failing):
    assert client.get("/readyz").status_code == 200
    failing.append(DatabaseUnavailable("the database does not answer"))
    assert client.get("/healthz").status_code == 200
    assert problem(client.get("/readyz"), 503)["failing"] == {"database": "the database does not answer"}


def test_the_time_to_answer_is_counted_by_route_and_not_by_path(client):
    client.get("/nowhere/7")
    text = client.get("/metrics").text
    assert "http_request_seconds_count" in text
    assert "/nowhere/7" not in text


def test_the_interface_describes_itself(client):
    document = client.get("/openapi.json").get_json()
    assert document["openapi"].startswith("3.")
    assert "post" in document["paths"]["/people"]


def test_the_description_says_which_operations_demand_a_token_and_which_roles(client):
    document = client.get("/openapi.json").get_json()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    operations = {path: found for path, methods in document["paths"].items() for found in methods.values()}
    assert operations["/people"]["security"] == operations["/unmarked"]["security"] == [{"token": []}]
    assert operations["/people"]["x-roles"] == ["supervisor"]
    assert operations["/fails"]["security"] == []


def test_a_request_leaves_one_line_with_its_route_and_who_asked(client, supervisor, caplog):
    caplog.set_level("INFO")
    client.post("/people?token=hunter2", json={"name": "Eva"}, headers={**supervisor, "X-Correlation-ID": ID})
    client.get("/healthz")
    (line,) = [record.msg for record in caplog.records if record.msg.get("event") == "answered"]
    assert (line["method"], line["route"], line["status"], line["subject"]) == (
        "POST",
        "/people",
        200,
        "e-aaaaaaaa",
    )
    assert line["correlation_id"] == ID
    assert "hunter2" not in str(line)


def test_a_service_may_take_other_bodies_than_json_and_larger_ones():
    taken = []
    service = create_service("forms", checks={}, largest_body=20, demand_body=lambda: taken.append("asked"))

    @service.post("/things")
    @public
    def add():
        return request.get_data().decode()

    client = service.test_client()
    assert client.post("/things", data="no json").text == "no json"
    assert client.post("/things", data="x" * 21).status_code == 413
    assert taken
