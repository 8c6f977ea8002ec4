"""What the heads for events, figures and terms can say: kinds, attributes and roles, from the tables of the package."""

from __future__ import annotations

from typing import get_args

from dragoman.resources import load_lines, load_table
from dragoman.types import Counts, EventStage, Polarity, Status, TermStatus
from training.anchored import Scheme

NO_LABEL = "-"
"""Of an attribute that need not apply: none."""
FIGURE_KINDS = load_lines("figure_types.txt")
TERM_ROLES = (
    "parties", "guarantors", "mediators", "excluded", "conditions", "grounds", "place", "start", "end",
    "violation", "violation by", "violation against", "again",
)  # fmt: skip


def _plover(kind: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in load_table("plover.tsv") if row["kind"] == kind)


def _modes() -> tuple[str, ...]:
    return tuple(f"{row['of']}/{row['name']}" for row in load_table("plover.tsv") if row["kind"] == "mode")


EVENT = Scheme(
    "event",
    kinds=_plover("type"),
    attributes={
        "mode": (NO_LABEL, *_modes()),
        "stage": get_args(EventStage),
        "polarity": get_args(Polarity),
    },
    roles=("actor", "recipient", "place", "time", "again"),
    flags=_plover("context"),
)
FIGURE = Scheme(
    "figure",
    kinds=FIGURE_KINDS,
    attributes={"status": (NO_LABEL, *get_args(Status)), "counts": get_args(Counts)},
    roles=("of", "event", "whole"),
)
TERM = Scheme(
    "term",
    kinds=tuple(row["kind"] for row in load_table("term_kinds.tsv")),
    attributes={"status": get_args(TermStatus)},
    roles=TERM_ROLES,
)
SCHEMES = {scheme.name: scheme for scheme in (EVENT, FIGURE, TERM)}
