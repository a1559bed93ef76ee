"""Puts a theme, a size of text and a language on the whole application, at once."""

from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.state import texts
from desktop.views import icons, theme
from desktop.views.stylesheet import stylesheet
from shared.contracts.vocabulary import Language

SIZES = (0.85, 1.0, 1.25, 1.5)
SMALLEST_POINTS = 10.0
_FAMILY = "Inter"


def number_font(font: QFont) -> QFont:
    """Return the font with figures of equal width, for columns of numbers."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


class Looks:
    """The application's appearance. Widgets hear of a change as QEvent.StyleChange or LanguageChange."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._qt_texts = QTranslator()
        self.theme = theme.Theme.SYSTEM
        self.scale = 1.0
        application.setStyle("Fusion")

    def paint(self, chosen: theme.Theme, scale: float) -> None:
        """Use this theme and this size of text."""
        self.theme, self.scale = chosen, scale
        look = theme.use(chosen)
        icons.forget()
        font = self._font(scale)
        self._application.setFont(font)
        self._application.setPalette(theme.palette(look))
        self._application.setStyleSheet(stylesheet(look, font.pointSizeF()))

    def follow_system(self) -> None:
        """Take the system's light or dark after it changed."""
        if self.theme is theme.Theme.SYSTEM:
            self.paint(self.theme, self.scale)

    def speak(self, language: Language) -> None:
        """Use this language, in our texts and in Qt's own menus."""
        texts.choose(language)
        self._application.removeTranslator(self._qt_texts)
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        if self._qt_texts.load(f"qtbase_{language}", str(folder)):
            self._application.installTranslator(self._qt_texts)
        for window in self._application.topLevelWidgets():
            self._application.sendEvent(window, QEvent(QEvent.Type.LanguageChange))

    def _font(self, scale: float) -> QFont:
        font = QFont(self._system)
        if QFontDatabase.hasFamily(_FAMILY):
            font.setFamilies([_FAMILY, self._system.family()])
        font.setPointSizeF(max(self._system.pointSizeF(), SMALLEST_POINTS) * scale)
        return font
