from pathlib import Path
from uuid import uuid4

from desktop.state.drafts import Draft, DraftFolder
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import MessageKind


def test_a_draft_is_there_after_a_restart_with_the_same_key(tmp_path: Path) -> None:
    key, draft = (uuid4(), MessageKind.REPLY), Draft(text="Hola,\nMarta", seen=4)
    DraftFolder(tmp_path / "drafts").save(key, draft)
    assert DraftFolder(tmp_path / "drafts").load_all() == {key: draft}


def test_other_words_are_another_message_and_the_same_words_are_not() -> None:
    draft = Draft(text="one", seen=1)
    assert draft.rewritten("one").key == draft.key
    assert draft.rewritten("two").key != draft.key
    assert draft.having_seen(5).key == draft.key


def test_nobody_else_on_the_machine_can_read_a_draft(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    DraftFolder(folder).save((uuid4(), MessageKind.NOTE), Draft(text="secret", seen=1))
    (file,) = folder.glob("*.json")
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_a_damaged_file_hides_no_other_draft(tmp_path: Path) -> None:
    folder = DraftFolder(tmp_path)
    key = (uuid4(), MessageKind.REPLY)
    folder.save(key, Draft(text="whole", seen=1))
    (tmp_path / f"{uuid4()}.reply.json").write_text('{"text": "ha')
    (tmp_path / "whatever.json").write_text("{}")
    assert list(folder.load_all()) == [key]


def test_a_dropped_draft_is_gone_and_dropping_twice_is_harmless(tmp_path: Path) -> None:
    folder, key = DraftFolder(tmp_path), (uuid4(), MessageKind.NOTE)
    folder.save(key, Draft(text="x", seen=1))
    folder.drop(key)
    folder.drop(key)
    assert folder.load_all() == {}


def test_only_whole_names_are_called_the_longest_first() -> None:
    people = [Assignee(id=f"e-ana0000000{n}", name=name) for n, name in enumerate(("Ana", "Ana María"))]
    draft = Draft(text="", seen=1).mentioning(people[0]).mentioning(people[1])
    assert draft.rewritten("@Ana María, mira esto").called() == (people[1],)
    assert draft.rewritten("@Ana, mira. @Ana María también").called() == tuple(people)
    assert draft.rewritten("@Anabel, mira").called() == ()


def test_other_words_are_still_followed_by_the_waiting() -> None:
    draft = Draft(text="one", seen=1).waiting(3)
    assert draft.rewritten("two").with_files(()).wait_days == 3
    assert draft.key != draft.rewritten("two").key
