"""Intervals drawn with letters, for where a picture is not to be had."""

from bot.flow.messages import Interval, Intervals

WIDTH = 31
LINE, MIDDLE, CUT, EMPTY = "─", "●", "┊", " "


def drawn(picture: Intervals) -> str:
    """Return one line for each interval on a common scale, and the names of the bands below."""
    longest = max((len(row.label) for row in picture.rows), default=0)
    lines = [f"{row.label:<{longest}} {_bar(row, picture)} {row.note}".rstrip() for row in picture.rows]
    if picture.bands:
        lines.append(f"{'':<{longest}} {f' {CUT} '.join(picture.bands)}")
    return "\n".join(lines) or EMPTY


def _bar(row: Interval, picture: Intervals) -> str:
    cells = [EMPTY] * WIDTH
    for cut in picture.cuts:
        cells[_cell(cut, picture)] = CUT
    low, high = _cell(row.low, picture), _cell(row.high, picture)
    cells[low : high + 1] = LINE * (high - low + 1)
    cells[_cell(row.middle, picture)] = MIDDLE
    return "".join(cells)


def _cell(value: float, picture: Intervals) -> int:
    share = (value - picture.least) / (picture.most - picture.least)
    return round(min(1.0, max(0.0, share)) * (WIDTH - 1))
