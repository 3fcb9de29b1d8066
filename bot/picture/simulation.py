"""What simulated screenings show, as one picture: estimates beside the truth, and errors by ability."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.core.adaptive.recommendation import Verdict
from bot.core.bank.role import Role
from bot.core.simulation.candidates import Screened
from bot.core.simulation.findings import Findings
from bot.picture.ability import BAR, FAINT, INK, LINE, PAPER

INCHES, DOTS = (10.0, 4.4), 125
COLOURS = {Verdict.ADVANCE: "#0b62a8", Verdict.PERSON: "#9aa5b1", Verdict.NOT_NOW: "#b8651b"}
NAMES = {Verdict.ADVANCE: "advance", Verdict.PERSON: "a person looks", Verdict.NOT_NOW: "not now"}
FORMATS = (".png", ".svg")


def save(path: Path, role: Role, screened: Sequence[Screened], found: Findings) -> None:
    """Write the picture as PNG or SVG, by the file's ending; ValueError for another."""
    if path.suffix not in FORMATS:
        raise ValueError(f"a picture ends in {' or '.join(FORMATS)}, unlike {path.name}")
    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(f"{role.title}: {len(screened):,} made-up candidates", x=0.01, ha="left", fontsize=11, color=INK)
    cloud, errors = figure.subplots(1, 2)
    for verdict, colour in COLOURS.items():
        group = [s for s in screened if s.recommendation.verdict is verdict]
        label = f"{NAMES[verdict]}, {len(group) / len(screened):.0%}"
        xs, ys = [s.theta for s in group], [s.standing.theta for s in group]
        cloud.scatter(xs, ys, s=9, color=colour, alpha=0.6, linewidth=0, label=label)
    cloud.axline((0, 0), slope=1, color=FAINT, linewidth=0.8)
    cloud.axvline(role.bar, color=BAR, linewidth=1.2, linestyle=(0, (5, 3)))
    cloud.annotate(
        "bar", (role.bar, 1), xycoords=("data", "axes fraction"), xytext=(4, -10), textcoords="offset points",
        color=BAR, fontsize=8,
    )  # fmt: skip
    cloud.set(xlabel="true ability, logits", ylabel="estimate, logits")
    cloud.legend(fontsize=8, frameon=False, loc="upper left")
    bands = [band for band in found.bands if band.rmse is not None]
    errors.bar([band.label for band in bands], [band.rmse or 0.0 for band in bands], color=LINE, width=0.6)
    errors.set_title("Error by true ability (RMSE, logits)", loc="left", fontsize=9, color=INK)
    for band in bands:
        errors.annotate(
            f"{band.items:.1f} asked", (band.label, band.rmse or 0.0), ha="center", va="bottom", fontsize=8, color=FAINT
        )
    for axes in (cloud, errors):
        axes.set_facecolor(PAPER)
        axes.tick_params(colors=FAINT, labelsize=8)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    figure.savefig(path, metadata={"Software": None} if path.suffix == ".png" else {"Date": None})
