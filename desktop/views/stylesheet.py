"""The style sheet of the whole console, made from the tokens and the size of the text."""

from string import Template

from desktop.views.theme import Tokens

WALL = 1.6
"""So much larger is what is read from four metres away."""
_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QWidget#canvas { background: $canvas; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }

QLabel[tone="muted"] { color: $muted; }
QLabel[tone="small"] { color: $muted; font-size: ${small}pt; }
QLabel[tone="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[tone="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[tone="figure"] { font-size: ${figure}pt; font-weight: 600; }
QLabel[tone="wall-figure"] { font-size: ${wall_figure}pt; font-weight: 600; }
QLabel[tone="wall-strong"] { font-size: ${wall}pt; font-weight: 600; }
QLabel[tone="wall-muted"] { color: $muted; font-size: ${wall}pt; }
QLabel[tone="wall-small"] { color: $muted; font-size: ${wall_small}pt; }
QLabel[tint="danger"] { color: $danger; }
QLabel[tint="warning"] { color: $warning; }
QLabel[tint="ok"] { color: $ok; }
QLabel[tint="stale"] { color: $muted; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[tone="caption"] { color: $muted; font-size: ${small}pt; font-weight: 600; }

QLineEdit, QPlainTextEdit {
  background: $surface; border: 1px solid $control; border-radius: 6px; padding: 4px 8px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { min-height: 22px; }
QTextEdit#flowing {
  background: transparent; border: none; padding: 0;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 3px 7px; }
QLineEdit:read-only, QLineEdit:disabled, QPlainTextEdit:disabled,
QWidget#form QPlainTextEdit:read-only { color: $muted; background: $raised; }
QLineEdit#filter { background: $canvas; border-color: $line; }
QLineEdit#filter:focus { background: $surface; border-color: $accent; }
QPlainTextEdit[note="true"] { background: $warning_tint; }

QPushButton {
  background: $surface; border: 1px solid $control; border-radius: 6px;
  padding: 3px 12px; min-height: 22px;
}
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 2px 11px; }
QPushButton:disabled { color: $muted; border-color: $line; background: transparent; }
QPushButton[kind="main"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[kind="main"]:hover { background: $accent_strong; border-color: $accent_strong; }
QPushButton[kind="main"]:focus { border: 2px solid $text; }
QPushButton[kind="main"]:disabled { background: $raised; border-color: $line; color: $muted; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $raised; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="quiet"]::menu-indicator { width: 0; }
QPushButton[kind="link"] {
  background: transparent; border: none; color: $accent; padding: 2px 4px; text-decoration: underline;
}
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 2px; }
QPushButton[kind="tab"] {
  background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
  padding: 4px 2px; margin-right: 12px; color: $muted;
}
QPushButton[kind="tab"]:checked { color: $text; font-weight: 600; border-bottom: 2px solid $accent; }
QPushButton[kind="tab"]:hover { color: $text; }
QPushButton[kind="tab"]:focus { border: none; border-bottom: 2px solid $accent; color: $accent; }
QPushButton[kind="file"] { background: $surface; border: 1px solid $line; padding: 0; text-align: left; }
QPushButton[kind="file"]:hover { background: $raised; border-color: $control; }
QPushButton[kind="file"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[kind="line"] {
  background: transparent; border: 1px solid transparent; padding: 0; text-align: left;
}
QPushButton[kind="line"]:hover { background: $raised; }
QPushButton[kind="line"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[kind="tile"] {
  background: $surface; border: 1px solid $line; border-radius: 10px; padding: 0; text-align: left;
}
QPushButton[kind="tile"]:hover { background: $raised; }
QPushButton[kind="tile"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton#attach, QPushButton#small { padding: 3px 6px; }
QPushButton#attach:focus, QPushButton#small:focus { padding: 2px 5px; }
QFrame#chip { background: $raised; border: 1px solid $line; border-radius: 6px; }
QFrame#chip[refused="true"] { background: $danger_tint; border-color: $danger; }
QPushButton[kind="key"] { text-align: left; }
QPushButton#pill {
  background: $accent_tint; color: $accent; border: 1px solid $accent; border-radius: 14px;
  padding: 3px 14px; font-weight: 600;
}

QCheckBox { spacing: 8px; }
QCheckBox::indicator {
  width: 14px; height: 14px; border: 1px solid $control; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked:focus { border: 2px solid $text; }

QTableView {
  background: $surface; border: none; gridline-color: $line; selection-background-color: transparent;
}
QHeaderView { background: $canvas; }
QHeaderView::section {
  background: $canvas; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 6px 12px; font-size: ${small}pt; font-weight: 600;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; height: 0; }

QListWidget#hits { background: $surface; border: none; border-top: 1px solid $line; }
QListWidget#hits::item { border-bottom: 1px solid $raised; }
QListWidget#hits::item:selected { background: $accent_tint; }
QListWidget#hits:focus::item:selected { border: 2px solid $accent; }

QListWidget#lines { background: $surface; border: 1px solid $line; border-radius: 6px; }
QListWidget#lines::item { padding: 6px 8px; border-bottom: 1px solid $raised; }
QListWidget#lines::item:selected { background: $accent_tint; color: $text; }
QListWidget#lines:focus { border: 2px solid $accent; }

QListWidget#entries { background: transparent; border: none; }
QTableView#values { background: transparent; }
QTableView#values::item:selected { background: $accent_tint; color: $text; }
QFrame#card[focused="true"] { border: 2px solid $accent; }

QDateEdit {
  background: $surface; border: 1px solid $control; border-radius: 6px; padding: 3px 8px; min-height: 22px;
}
QDateEdit:focus { border: 2px solid $accent; padding: 2px 7px; }

QComboBox {
  background: $surface; border: 1px solid $control; border-radius: 6px; padding: 4px 8px; min-height: 22px;
}
QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QComboBox:disabled { color: $muted; background: $raised; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView {
  background: $surface; border: 1px solid $control; selection-background-color: $accent_tint;
  selection-color: $text;
}

QFrame#panel { background: $surface; border: none; }
QFrame#topbar, QFrame#sidebar { background: $canvas; border: none; }
QFrame#topbar { border-bottom: 1px solid $line; }
QFrame#sidebar { border-right: 1px solid $line; }
QFrame#statusbar { background: $canvas; border: none; border-top: 1px solid $line; }
QFrame#waitingbar { background: $warning_tint; border: none; border-top: 1px solid $warning; }
QFrame#report { background: $warning_tint; border: none; border-top: 1px solid $warning; }
QListWidget#missed { background: transparent; border: none; }
QFrame#batchbar, QFrame#undobar { background: $raised; border: none; border-top: 1px solid $line; }
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame#side { background: $canvas; border: none; border-left: 1px solid $line; }
QFrame#editor { background: $surface; border: none; border-top: 1px solid $line; }
QFrame#rule { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[bubble="customer"] { background: $raised; border: 1px solid $bubble_line; border-radius: 10px; }
QFrame[bubble="staff"] { background: $accent_tint; border: 1px solid $bubble_line; border-radius: 10px; }
QFrame[bubble="note"] { background: $warning_tint; border: 1px solid $bubble_line; border-radius: 10px; }
QFrame[notice="danger"] { background: $danger_tint; border: 1px solid $danger; border-radius: 6px; }
QFrame[notice="warning"] { background: $warning_tint; border: 1px solid $warning; border-radius: 6px; }
QFrame[notice="ok"] { background: $ok_tint; border: 1px solid $ok; border-radius: 6px; }
QFrame[notice="info"] { background: $info_tint; border: 1px solid $info; border-radius: 6px; }
QLabel[tone="chip"] {
  background: $raised; border: 1px solid $line; border-radius: 9px; padding: 1px 8px; font-size: ${small}pt;
}
QLabel[tone="key"] {
  background: $raised; border: 1px solid $line; border-radius: 4px; padding: 1px 6px;
  font-size: ${small}pt; font-weight: 600;
}

QScrollArea, QScrollArea > QWidget > QWidget#flow { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $scroll; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $control; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $scroll; border-radius: 4px; min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QComboBox {
  background: $surface; border: 1px solid $control; border-radius: 6px; padding: 3px 8px; min-height: 22px;
}
QComboBox:focus { border: 2px solid $accent; padding: 2px 7px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView {
  background: $surface; border: 1px solid $control; selection-background-color: $accent;
  selection-color: $on_accent;
}
QCheckBox { spacing: 8px; padding: 4px 2px; }
QCheckBox:focus { color: $accent; text-decoration: underline; }

QProgressBar { background: $line; border: none; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QListWidget#mentions { background: $surface; border: 1px solid $control; border-radius: 6px; padding: 4px; }
QListWidget#mentions::item { padding: 2px 6px; border-radius: 4px; }
QListWidget#mentions::item:selected { background: $accent_tint; color: $text; }
QListView#timeline { background: transparent; border: none; }
QListWidget#commands { background: transparent; border: none; }
QListWidget#commands::item { border-radius: 6px; }
QListWidget#commands::item:selected { background: $accent_tint; }

QMenu { background: $surface; border: 1px solid $control; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_tint; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 8px; height: 8px; left: 8px; border-radius: 4px; }
QMenu::indicator:checked { image: none; background: $accent; }
""")


def stylesheet(look: Tokens, points: float) -> str:
    """Return the style sheet in these colours for a text of so many points."""
    colours = {name: getattr(look, name) for name in look.__slots__ if name != "is_dark"}
    high_contrast = look.line == look.control
    return _SHEET.substitute(
        colours,
        small=round(points * 0.9, 1),
        heading=round(points * 1.2, 1),
        title=round(points * 1.7, 1),
        figure=round(points * 2.0, 1),
        wall_figure=round(points * WALL * 2.4, 1),
        wall=round(points * WALL, 1),
        wall_small=round(points * WALL * 0.9, 1),
        accent_strong=look.accent if high_contrast else _mixed(look.accent, look.text, 0.15),
        bubble_line=look.line if high_contrast else "transparent",
        scroll=look.control if high_contrast else _mixed(look.line, look.control, 0.25),
    )


def _mixed(first: str, second: str, part: float) -> str:
    """Return the first colour with a part of the second in it."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
