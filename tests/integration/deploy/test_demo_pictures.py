"""Pictures of the real screens: what is missing is said, and nothing claims that all is there."""

from pathlib import Path

import pytest

from deploy.demo.people import Person
from deploy.demo.screens import picture_screens
from deploy.local.stack import Stack
from deploy.local.terminal import Trouble
from shared.contracts.vocabulary import Language, Role

pytestmark = [pytest.mark.stack, pytest.mark.gui]
NOBODY = Person("Nadie", Role.AGENT, (), Language.SPANISH)


def test_a_console_that_lets_nobody_in_is_told_in_one_line_without_a_tick(
    stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Trouble) as trouble:
        picture_screens(stack, NOBODY, tmp_path)
    assert "The console: Not signed in" in str(trouble.value)
    assert len(str(trouble.value).splitlines()) == 1
    said = capsys.readouterr().out
    assert "✓" not in said
    for picture in tmp_path.glob("*.png"):
        assert picture.name in said
