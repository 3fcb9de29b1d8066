"""The ability picture for the hiring channel: the path over the questions, and the domains beside it."""

from io import BytesIO
from itertools import pairwise
from threading import Lock

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.flow.render.chart_data import ChartData, ChartPoint

LEAST, MOST = -3.0, 3.0
"""The part of the scale that is drawn, in logits."""
INCHES, DOTS = (8.0, 3.4), 125
PAPER, INK, FAINT = "#f6f7f9", "#1f2933", "#5b6672"
BANDS = ("#e7ebf0", "#d5e0ec", "#bed3e9")
LINE, DOMAIN, BAR = "#0b62a8", "#8a4b08", "#8f1d2c"

_turn = Lock()


class AbilityPainter:
    """Paints on a panel of its own light colour, so that it reads the same in a light and in a dark client."""

    def paint(self, sketch: ChartData) -> bytes:
        """Return a PNG of 1000 by 425 dots; safe to call from several threads."""
        with _turn:  # fonts are measured with state that threads would share
            return _painted(sketch)


def _painted(sketch: ChartData) -> bytes:
    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    path, domains = figure.subplots(1, 2, sharey=True, width_ratios=(1, 1))
    for axes in (path, domains):
        _scale(axes, sketch)
    _path(path, sketch.path)
    _domains(domains, (sketch.overall, *sketch.domains))
    _names(path, sketch)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _scale(axes: Axes, sketch: ChartData) -> None:
    """Lay out the bands and the bar."""
    axes.set_facecolor(PAPER)
    axes.set_ylim(LEAST, MOST)
    edges = [LEAST, *sketch.cuts, MOST]
    for (low, high), colour in zip(pairwise(edges), BANDS, strict=False):
        axes.axhspan(low, high, color=colour, zorder=0)
    axes.axhline(sketch.bar, color=BAR, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
    axes.tick_params(colors=FAINT, labelsize=8, length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _names(axes: Axes, sketch: ChartData) -> None:
    edges = [LEAST, *sketch.cuts, MOST]
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    axes.set_yticks(middles, sketch.bands)
    axes.annotate(
        "bar", (0, sketch.bar), xycoords=("axes fraction", "data"), xytext=(4, 3), textcoords="offset points",
        color=BAR, fontsize=8,
    )  # fmt: skip


def _path(axes: Axes, spots: tuple[ChartPoint, ...]) -> None:
    axes.set_title("After each question", loc="left", fontsize=9, color=INK)
    numbers = range(len(spots))
    axes.set_xlim(-0.5, max(0.5, len(spots) - 0.5))
    if spots:
        axes.fill_between(
            numbers, [s.low for s in spots], [s.high for s in spots], color=LINE, alpha=0.15, linewidth=0, zorder=2
        )
        axes.plot(numbers, [s.middle for s in spots], color=LINE, linewidth=2, marker="o", markersize=5, zorder=3)
    names = ["start", *(f"{n}\n{spot.label[:3]}." for n, spot in enumerate(spots[1:], start=1))]
    axes.set_xticks(numbers, names[: len(spots)], fontsize=8, color=INK)


def _domains(axes: Axes, spots: tuple[ChartPoint, ...]) -> None:
    axes.set_title("By domain, 90 % sure", loc="left", fontsize=9, color=INK)
    axes.set_xlim(-0.6, len(spots) - 0.4)
    for n, spot in enumerate(spots):
        colour = DOMAIN if n else LINE
        axes.vlines(n, max(LEAST, spot.low), min(MOST, spot.high), color=colour, linewidth=5, alpha=0.35, zorder=2)
        axes.plot([n], [spot.middle], color=colour, marker="o", markersize=7, zorder=3)
    axes.set_xticks(range(len(spots)), [spot.label.replace("-", "\n") for spot in spots], fontsize=7.5, color=INK)
