from desktop.state.moves import simple, tagged
from desktop.state.plans import plain, same, with_tags, without_tag
from shared.contracts.vocabulary import TAGS_MAX
from tests.support.rows import row


def test_tags_are_added_once_and_only_where_they_are_missing() -> None:
    plan = with_tags("lote", "vip", "lote")
    assert plan(row(tags=("vip",))) == tagged(("vip", "lote"))
    assert plan(row(tags=("lote", "vip"))) is None


def test_no_more_tags_are_added_than_fit() -> None:
    full = tuple(f"t{number}" for number in range(TAGS_MAX))
    assert with_tags("lote")(row(tags=full)) is None
    assert with_tags("a", "b")(row(tags=full[1:])) == tagged((*full[1:], "a"))


def test_a_tag_is_taken_away_only_where_it_is() -> None:
    assert without_tag("vip")(row(tags=("a", "vip"))) == tagged(("a",))
    assert without_tag("vip")(row(tags=("a",))) is None


def test_the_same_is_asked_of_every_incident_and_words_have_a_key_each() -> None:
    assert same(simple("claim"))(row(1)) == same(simple("claim"))(row(2)) == plain("claim")(row(3))
    first, second = plain("reopen")(row(1)), plain("reopen")(row(2))
    assert first is not None
    assert second is not None
    assert first.key != second.key
