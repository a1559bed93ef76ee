"""What the person's menu has, in the palette too: language, colours, security, the administration's rooms."""

from collections.abc import Callable, Sequence
from functools import partial

from desktop.controllers.admin_controller import NAMES as ROOMS
from desktop.controllers.admin_controller import AdminController
from desktop.controllers.shell_controller import LANGUAGES, ShellController
from desktop.state.palette import Command
from desktop.state.person import Person
from desktop.state.texts import _, language
from desktop.views import theme
from desktop.views.looks import Looks
from shared.contracts.vocabulary import Language

LANGUAGE_WORDS = {
    Language.SPANISH: "idioma language español spanish castellano",
    Language.ENGLISH: "idioma language inglés english",
}
"""In both languages at once: who looks for theirs may not read the one in use."""
LOOKS_ICONS = {
    theme.Theme.SYSTEM: "desktop",
    theme.Theme.LIGHT: "sun",
    theme.Theme.DARK: "moon",
    theme.Theme.CONTRAST: "circle-half",
}


class ConsoleCommands:
    """Lists commands that need no incident; what is in use already is not among them."""

    def __init__(self, me: Person, looks: Looks, shell: ShellController, admin: AdminController) -> None:
        self._me = me
        self._looks = looks
        self._shell = shell
        self._admin = admin

    def acts(self) -> dict[str, Callable[[], None]]:
        """Return what each command does, by its name."""
        shell = self._shell
        return {
            "security": shell.securityAsked.emit,
            "sign-out": shell.signOutAsked.emit,
            **{f"language-{one}": partial(shell.set_language, one) for one in LANGUAGES},
            **{f"colours-{one}": partial(shell.set_theme, one) for one in theme.NAMES},
            **{f"room-{place}": partial(self._admin.open_at, place) for place in ROOMS},
        }

    def listed(self) -> Sequence[Command]:
        """Return the commands as they stand now, in the language in use."""
        security, leave = _("password second factor sessions devices"), _("log out leave quit exit")
        return [
            *self._languages(),
            *self._colours(),
            *(self._rooms() if self._me.leads else ()),
            Command("security", _("Security…"), "shield-check", also=security),
            Command("sign-out", _("Sign out"), "sign-out", also=leave),
        ]

    def _languages(self) -> list[Command]:
        text = _("Language: {name}")
        return [
            Command(f"language-{one}", text.format(name=name), "translate", also=LANGUAGE_WORDS[one])
            for one, name in LANGUAGES.items()
            if one is not language()
        ]

    def _colours(self) -> list[Command]:
        text, also = _("Colours: {name}"), _("theme look appearance mode")
        return [
            Command(f"colours-{one}", text.format(name=_(name)), LOOKS_ICONS[one], also=also)
            for one, name in theme.NAMES.items()
            if one is not self._looks.theme
        ]

    def _rooms(self) -> list[Command]:
        text = _("Administration: {room}")
        return [
            Command(f"room-{place}", text.format(room=_(name)), "gear-six") for place, name in ROOMS.items()
        ]
