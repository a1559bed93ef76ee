"""The tiles and cards of a dashboard, in as many columns as there is room for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.state.dashboard_arrangement import Arrangement
from desktop.state.dashboard_tiles import Tile
from desktop.views.dashboard_card import DashboardCard
from desktop.views.dashboard_chart_card import DashboardChartCard
from desktop.views.dashboard_list_card import DashboardListCard
from desktop.views.dashboard_tile import LEAST, LEAST_ON_WALL, DashboardTile

LISTS = frozenset({"due", "loads"})
CARD_LEAST = 460
COLUMNS_MAX = 3
GAP = 12
SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class DashboardBoard(QScrollArea):
    """Made anew when it is arranged otherwise; figures only change what is there.

    Signals:
        asked(Source): the person wants to see what is behind a figure.
        arranged(): all tiles and cards are other ones now.
    """

    asked = Signal(object)
    arranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: dict[str, DashboardTile] = {}
        self.cards: dict[str, DashboardCard] = {}
        self._on_wall = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._columns = (0, 0)

    def arrange(self, arrangement: Arrangement, *, on_wall: bool) -> None:
        """Show these tiles and cards in this order."""
        self._on_wall = on_wall
        self.tiles = {name: DashboardTile(on_wall=on_wall) for name in arrangement.tiles}
        self.cards = {name: self._card(name) for name in arrangement.cards}
        for tile in self.tiles.values():
            tile.asked.connect(self.asked)
            tile.installEventFilter(self)
        for card in self.cards.values():
            card.asked.connect(self.asked)
        inside = QWidget()
        inside.setObjectName("flow")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, GAP, 16, 16)
        layout.setSpacing(GAP)
        self._tile_grid, self._card_grid = QGridLayout(), QGridLayout()
        for grid in (self._tile_grid, self._card_grid):
            grid.setSpacing(GAP)
        layout.addLayout(self._tile_grid)
        layout.addLayout(self._card_grid, 1)
        self.setWidget(inside)
        self._columns = (0, 0)
        self._flow()
        self.arranged.emit()  # and the figures follow

    def lists(self, name: str) -> DashboardListCard | None:
        """Return a card with a list, if it is shown."""
        card = self.cards.get(name)
        return card if isinstance(card, DashboardListCard) else None

    def charts(self) -> Mapping[str, DashboardChartCard]:
        """Return the cards with charts that are shown."""
        return {name: card for name, card in self.cards.items() if isinstance(card, DashboardChartCard)}

    def show_tiles(self, tiles: Sequence[Tile], *, is_stale: bool, compared_with: str) -> None:
        """Show the figures as they stand."""
        for one in tiles:
            self.tiles[one.name].show_tile(one, is_stale=is_stale, compared_with=compared_with)
        # The style sheet's least height of a button would win over that of what is in it.
        height = max((one.sizeHint().height() for one in self.tiles.values()), default=0)
        for row in range(self._tile_grid.rowCount()):
            is_used = self._tile_grid.itemAtPosition(row, 0) is not None
            self._tile_grid.setRowMinimumHeight(row, height if is_used else 0)

    def _card(self, name: str) -> DashboardCard:
        kind = DashboardListCard if name in LISTS else DashboardChartCard
        return kind(name, on_wall=self._on_wall)

    def _flow(self) -> None:
        """Put everything into its column, where their number has changed."""
        if not (self.tiles or self.cards):
            return
        width = self.viewport().width() - 32 + GAP
        least = LEAST_ON_WALL if self._on_wall else LEAST
        fitting = max(1, width // (least + GAP))
        rows = -(-len(self.tiles) // fitting) or 1
        tile_columns = -(-len(self.tiles) // rows) or 1
        card_columns = max(1, min(COLUMNS_MAX, width // (CARD_LEAST + GAP)))
        if (tile_columns, card_columns) == self._columns:
            return
        self._columns = (tile_columns, card_columns)
        _fill(self._tile_grid, list(self.tiles.values()), tile_columns)
        _fill(self._card_grid, list(self.cards.values()), card_columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        self._flow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let left and right go from tile to tile."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = SIDEWAYS.get(Qt.Key(event.key()))
            tiles = list(self.tiles.values())
            if by and watched in tiles:
                place = tiles.index(watched) + by
                tiles[max(0, min(place, len(tiles) - 1))].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)


def _fill(grid: QGridLayout, parts: Sequence[QWidget], columns: int) -> None:
    while grid.count():
        grid.takeAt(0)
    for column in range(grid.columnCount()):
        grid.setColumnStretch(column, 0)
    for place, part in enumerate(parts):
        grid.addWidget(part, place // columns, place % columns)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
