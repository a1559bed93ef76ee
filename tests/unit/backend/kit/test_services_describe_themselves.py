"""``/openapi.json``: what each operation demands, and how errors look."""

from flask_openapi3 import APIBlueprint
from pydantic import BaseModel

from backend.kit.auth import public, require
from backend.kit.http import create_service
from backend.kit.openapi import problems
from backend.kit.versions import ChangeHeaders


class Place(BaseModel):
    """One thing in the address."""

    thing_id: str


class Thing(BaseModel):
    """One thing."""

    name: str


def document() -> dict:
    app = create_service("things", checks={})
    api = APIBlueprint("things", __name__, url_prefix="/api/v1")

    @api.get("/things/<string:thing_id>")
    @require()
    def one(path: Place) -> str:
        """One."""
        return path.thing_id

    @api.post("/things", responses={201: Thing, **problems(409)})
    @public
    def add(body: Thing) -> str:
        """Add."""
        return ""

    @api.put("/things/<string:thing_id>")
    @require()
    def change(path: Place, header: ChangeHeaders) -> str:
        """Change."""
        return ""

    app.register_api(api)
    return app.test_client().get("/openapi.json").get_json()


def test_each_operation_says_whether_a_token_is_needed():
    paths = document()["paths"]
    assert paths["/api/v1/things/{thing_id}"]["get"]["security"] == [{"token": []}]
    assert paths["/api/v1/things"]["post"]["security"] == []


def test_the_token_and_the_problem_are_described():
    described = document()
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    responses = described["paths"]["/api/v1/things/{thing_id}"]["get"]["responses"]
    assert {"default", "400"} <= responses.keys()
    for status in ("default", "400"):
        schema = responses[status]["content"]["application/problem+json"]["schema"]
        assert schema["$ref"].rpartition("/")[2] in described["components"]["schemas"]


def test_each_operation_lists_the_problems_that_it_may_answer_with():
    paths = document()["paths"]
    listed = {
        method: {name for name in operation["responses"] if name.startswith(("4", "5"))}
        for path in paths.values()
        for method, operation in path.items()
    }
    assert listed == {
        "get": {"400", "401", "403", "404", "503"},
        "post": {"400", "409", "413", "415", "503"},
        "put": {"400", "401", "403", "404", "412", "428", "503"},
    }


def test_a_header_is_called_as_it_travels():
    (header,) = [
        one
        for one in document()["paths"]["/api/v1/things/{thing_id}"]["put"]["parameters"]
        if one["in"] == "header"
    ]
    assert header["name"] == "If-Match"
