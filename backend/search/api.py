"""Searching over HTTP: incidents for employees, suggestions for who is about to open one."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from backend.kit.auth import current_identity, require
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.kit.tokens import Identity
from backend.search.domain import Key, Shown
from backend.search.excerpts import excerpt
from backend.search.queries import NothingToFindError, Wanted, staff_query, understand
from backend.search.reader import IndexReader
from backend.search.requests import SearchQuery, SimilarQuery, SuggestionsQuery
from backend.search.similar import similar
from backend.search.suggesting import Occasion, found, suggestions
from shared.contracts.knowledge import Suggestions
from shared.contracts.resources import Contract
from shared.contracts.search import SearchHit, SearchResults, SimilarIncidents
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer

_tag = Tag(name="search", description="Finding incidents, answers and known incidents")


def search_api(reader: IndexReader) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("search", __name__, url_prefix="/api/v1", abp_tags=[_tag])

    @api.get("/search", responses={200: SearchResults})
    @require(Role.AGENT)
    def search(query: SearchQuery) -> Response:
        """The incidents that fit, the best first."""
        try:
            wanted = understand(query.q)
        except NothingToFindError as error:
            raise Problem(400, "There is nothing to look for.", str(error), type="empty-search") from error
        built = staff_query(wanted, query.state, query.category)
        total, shown = found(reader.searcher(), built, query.limit, query.offset)
        hits = tuple(_hit(each, score, wanted) for each, score in shown)
        return _answer(SearchResults(total=total, offset=query.offset, hits=hits))

    @api.get("/similar-incidents", responses={200: SimilarIncidents, **problems(404)})
    @require(Role.AGENT)
    def read_similar(query: SimilarQuery) -> Response:
        """The incidents most like one, at most five."""
        like = similar(reader.searcher(), query.incident)
        if like is None:
            raise Problem(404, "There is no such incident, or not yet.", type="unknown-incident")
        return _answer(SimilarIncidents(incidents=tuple(like)))

    @api.get("/suggestions", responses={200: Suggestions})
    @require()
    def suggest(query: SuggestionsQuery) -> Response:
        """At most three things that may already help; none where nothing fits well."""
        occasion = Occasion(query.text, query.category, query.language, _customer(current_identity()))
        return _answer(Suggestions(suggestions=tuple(suggestions(reader.searcher(), occasion))))

    return api


def _customer(identity: Identity) -> str | None:
    """Return whose own incidents may be shown: the customer's, or of whom the web form asks for."""
    if identity.is_employee:
        raise Problem(403, "Suggestions are for customers.", type="forbidden")
    if identity.is_customer:
        return identity.subject
    customer = identity.claims.get("customer") if identity.issuer is Issuer.WEBFORM else None
    return customer if isinstance(customer, str) else None


def _hit(shown: Shown, score: float, wanted: Wanted) -> SearchHit:
    text = next(iter(shown.texts.values()))
    return SearchHit.model_validate(
        {
            "id": Key.parse(shown.key).id,
            "subject": text.title,
            "excerpt": excerpt(shown, wanted),
            "score": score,
            **shown.model_dump(
                include={"reference", "state", "category", "customer_name", "opened_at", "updated_at"}
            ),
        }
    )


def _answer(content: Contract) -> Response:
    return Response(content.model_dump_json(), mimetype="application/json")
