"""What pages look like: their size, how things stand on them, and how a large picture becomes tiles."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

MM = 72 / 25.4  # points
MARGIN = 15 * MM
OVERLAP = 10 * MM
_SIZES = {"A4": (210 * MM, 297 * MM), "Letter": (8.5 * 72, 11 * 72)}
SIZES = tuple(_SIZES)
_MOST_TILES = 60


class Fit(StrEnum):
    """How diagrams fill pages; tables always take what they need."""

    PAGE = "page"  # one a page, as large as it gets
    FLOW = "flow"  # as many as find room
    TILE = "tile"  # at one scale, over several pages to be glued


class Turn(StrEnum):
    """How pages stand."""

    AUTO = "auto"  # as what is on them needs it
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Paper:
    """The choices for a print. `percent` is the scale of tiles; a worksheet hides words, with the key at the end."""

    size: str = "A4"
    is_worksheet: bool = False
    fit: Fit = Fit.PAGE
    turn: Turn = Turn.AUTO
    percent: int = 200
    has_crop_marks: bool = True

    def whole(self, *, is_wide: bool) -> tuple[float, float]:
        """Width and height of a page in points."""
        width, height = _SIZES[self.size]
        return (height, width) if is_wide else (width, height)

    def room(self, *, is_wide: bool) -> tuple[float, float]:
        """Width and height within the margins."""
        width, height = self.whole(is_wide=is_wide)
        return width - 2 * MARGIN, height - 2 * MARGIN

    def is_wide(self, wish: bool) -> bool:
        """Whether a page lies on its side, if its content wishes to."""
        return wish if self.turn is Turn.AUTO else self.turn is Turn.LANDSCAPE


@dataclass(frozen=True, slots=True)
class Tiles:
    """A picture over several pages: neighbours share `OVERLAP`; `left` and `top` centre it on the whole sheet."""

    is_wide: bool
    columns: int
    rows: int
    scale: float
    left: float
    top: float
    step: tuple[float, float]
    picture: tuple[float, float]

    @property
    def number(self) -> int:
        """How many pages it takes."""
        return self.columns * self.rows

    def corner(self, column: int, row: int) -> tuple[float, float]:
        """Where a tile begins on the picture, in points of the sheet."""
        return column * self.step[0] - self.left, row * self.step[1] - self.top


def tiles(width: float, height: float, paper: Paper) -> Tiles:
    """Lay a picture over as few pages as its scale allows; one that would take too many is drawn smaller."""
    scale = paper.percent / 100
    while True:
        wishes = (False, True) if paper.turn is Turn.AUTO else (paper.turn is Turn.LANDSCAPE,)
        found = min((_laid(width * scale, height * scale, scale, paper, wish) for wish in wishes), key=_waste)
        if found.number <= _MOST_TILES:
            return found
        scale *= 0.8


def _laid(width: float, height: float, scale: float, paper: Paper, is_wide: bool) -> Tiles:
    across, down = paper.room(is_wide=is_wide)
    step = (across - OVERLAP, down - OVERLAP)
    columns = max(1, ceil((width - OVERLAP) / step[0]))
    rows = max(1, ceil((height - OVERLAP) / step[1]))
    left = (columns * step[0] + OVERLAP - width) / 2
    top = (rows * step[1] + OVERLAP - height) / 2
    return Tiles(is_wide, columns, rows, scale, left, top, step, (width, height))


def _waste(one: Tiles) -> tuple[int, bool]:
    return one.number, one.is_wide
