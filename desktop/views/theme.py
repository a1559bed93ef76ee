"""Colours and measures of the console: the tokens, defined once, and the palette made from them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from desktop.state.texts import mark


class Theme(StrEnum):
    """What the person chose; SYSTEM follows the desktop's setting as it changes."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


NAMES = {
    Theme.SYSTEM: mark("Like the system"),
    Theme.LIGHT: mark("Light"),
    Theme.DARK: mark("Dark"),
    Theme.CONTRAST: mark("High contrast"),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by their purpose; text on any of its backgrounds is 5:1 or better."""

    canvas: str
    surface: str
    raised: str
    line: str
    control: str
    text: str
    muted: str
    accent: str
    on_accent: str
    danger: str
    warning: str
    ok: str
    info: str
    danger_tint: str
    warning_tint: str
    ok_tint: str
    info_tint: str
    accent_tint: str
    is_dark: bool


LIGHT = Tokens(
    canvas="#F6F7F5",
    surface="#FFFFFF",
    raised="#ECEEEA",
    line="#D5D8D2",
    control="#7C827A",
    text="#1B1F1D",
    muted="#56605B",
    accent="#0B6E63",
    on_accent="#FFFFFF",
    danger="#B3261E",
    warning="#8A5300",
    ok="#1B6E3A",
    info="#1F5FBF",
    danger_tint="#FCE9E7",
    warning_tint="#FFF1D6",
    ok_tint="#E3F3E8",
    info_tint="#E5EEFB",
    accent_tint="#E0F2EF",
    is_dark=False,
)
DARK = Tokens(
    canvas="#141716",
    surface="#1C201E",
    raised="#262B29",
    line="#394140",
    control="#7E8986",
    text="#ECEFED",
    muted="#A6B0AB",
    accent="#5CC9B8",
    on_accent="#06251F",
    danger="#FF8A80",
    warning="#F5B94A",
    ok="#6FD08C",
    info="#8AB4F8",
    danger_tint="#3A1F1D",
    warning_tint="#33270F",
    ok_tint="#17301F",
    info_tint="#1B2A42",
    accent_tint="#12302B",
    is_dark=True,
)
CONTRAST = Tokens(
    canvas="#000000",
    surface="#000000",
    raised="#1A1A1A",
    line="#FFFFFF",
    control="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    accent="#FFD60A",
    on_accent="#000000",
    danger="#FF9E9E",
    warning="#FFD60A",
    ok="#7CFF9B",
    info="#9CCBFF",
    danger_tint="#1A1A1A",
    warning_tint="#1A1A1A",
    ok_tint="#1A1A1A",
    info_tint="#1A1A1A",
    accent_tint="#1A1A1A",
    is_dark=True,
)

GLOW_MS = 600


class _Used:
    tokens = LIGHT


def tokens() -> Tokens:
    """Return the colours in use."""
    return _Used.tokens


def color(name: str) -> QColor:
    """Return one of the colours in use by its token's name; nobody changes it."""
    return _colour(getattr(_Used.tokens, name))


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


def use(theme: Theme) -> Tokens:
    """Take the colours of this theme from now on, and return them."""
    _Used.tokens = _chosen(theme)
    return _Used.tokens


def _chosen(theme: Theme) -> Tokens:
    match theme:
        case Theme.LIGHT:
            return LIGHT
        case Theme.DARK:
            return DARK
        case Theme.CONTRAST:
            return CONTRAST
        case Theme.SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def palette(look: Tokens) -> QPalette:
    """Return the palette for whatever the style sheet does not paint."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: look.canvas,
        QPalette.ColorRole.WindowText: look.text,
        QPalette.ColorRole.Base: look.surface,
        QPalette.ColorRole.AlternateBase: look.raised,
        QPalette.ColorRole.Text: look.text,
        QPalette.ColorRole.Button: look.surface,
        QPalette.ColorRole.ButtonText: look.text,
        QPalette.ColorRole.BrightText: look.danger,
        QPalette.ColorRole.Highlight: look.accent,
        QPalette.ColorRole.HighlightedText: look.on_accent,
        QPalette.ColorRole.Link: look.accent,
        QPalette.ColorRole.LinkVisited: look.accent,
        QPalette.ColorRole.PlaceholderText: look.muted,
        QPalette.ColorRole.ToolTipBase: look.raised,
        QPalette.ColorRole.ToolTipText: look.text,
        QPalette.ColorRole.Light: look.raised,
        QPalette.ColorRole.Midlight: look.raised,
        QPalette.ColorRole.Mid: look.line,
        QPalette.ColorRole.Dark: look.control,
        QPalette.ColorRole.Shadow: look.control,
        QPalette.ColorRole.Accent: look.accent,
    }
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.muted))
    return result
