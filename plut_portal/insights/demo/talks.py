"""What owners ask and consultants answer, by field and trade."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from consultations.models import Constraint
from consultations.services import SessionNote

TALKS = Path(__file__).with_name("talks.csv")


@dataclass(frozen=True)
class Talk:
    field: str
    # Trades it fits; none means all.
    trades: frozenset[str]
    topic: str
    # What it really is about: the slug of a constraint.
    constraint: str
    findings: str
    advice: str
    # Days from the session on, and what is to be done by then.
    actions: list[tuple[int, str]]
    internal: str

    def fits(self, field: str, trade: str) -> bool:
        return self.field == field and (not self.trades or trade in self.trades)

    def note(self, day: date) -> SessionNote:
        return SessionNote(
            constraint=Constraint.objects.get(slug=self.constraint),
            problem=self.topic,
            findings=self.findings,
            advice=self.advice,
            internal=self.internal,
            actions=[(text, day + timedelta(days=days)) for days, text in self.actions],
        )


def read() -> list[Talk]:
    with TALKS.open(encoding="utf-8", newline="") as rows:
        return [_talk(row) for row in csv.DictReader(rows)]


def _talk(row: dict[str, str]) -> Talk:
    actions = [line.partition(": ") for line in row["actions"].split(" | ")]
    return Talk(
        field=row["field"],
        trades=frozenset(row["trades"].split()),
        topic=row["topic"],
        constraint=row["constraint"],
        findings=row["findings"],
        advice=row["advice"],
        actions=[(int(days), text) for days, _colon, text in actions],
        internal=row["internal"],
    )
