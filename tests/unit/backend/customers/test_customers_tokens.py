from datetime import UTC, datetime

from backend.customers.domain import claims_of, register
from shared.contracts.vocabulary import Language

AT = datetime(2026, 1, 2, tzinfo=UTC)


def test_a_customers_token_opens_our_services_and_not_the_broker():
    customer = register("Eva", "eva@example.com", Language.ENGLISH, "hash", AT)
    claims = claims_of(customer, "s1", "ventanilla")
    assert claims["aud"] == "ventanilla"
    assert (claims["sub"], claims["email"], claims["language"]) == (customer.id, "eva@example.com", "en")
    assert not {"scope", "role", "teams"} & claims.keys()


def test_ids_are_never_the_same():
    ids = {register("Eva", "eva@example.com", Language.ENGLISH, "hash", AT).id for _ in range(200)}
    assert len(ids) == 200
    assert all(found.startswith("c-") for found in ids)
