"""What the public pages say about tracks and batches, in a number of queries that does not grow."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from trainings.models import Batch, Enrolment, Stage, Track
from trainings.selectors.places import Places, first_moments

Status = Enrolment.Status


@dataclass(frozen=True)
class BatchCard:
    """A batch as somebody sees it who thinks of enrolling."""

    batch: Batch
    places: Places
    waiting: int
    begins_at: datetime | None
    at: datetime

    @property
    def has_begun(self) -> bool:
        return self.begins_at is not None and self.begins_at <= self.at

    @property
    def is_open(self) -> bool:
        return self.batch.is_enrolling(at=self.at) and not self.has_begun

    @property
    def is_coming(self) -> bool:
        return self.batch.state == Batch.State.PUBLISHED and self.at < self.batch.enrol_from

    @property
    def kept(self) -> int:
        """How many of the free places only first-timers may take at the moment."""
        if not self.batch.keeps_places(at=self.at):
            return 0
        return max(0, self.places.free - max(0, self.batch.open_to_all - self.places.others))


@dataclass(frozen=True)
class TrackCard:
    """A track with its stages and the batches one can still join, those with places first."""

    track: Track
    stages: list[Stage]
    batches: list[BatchCard]


def cards_of(batches: Iterable[Batch], *, at: datetime) -> list[BatchCard]:
    """Places, waiting list and first day of many batches, in three queries."""
    found = list(batches)
    held = _held(found)
    first = first_moments(found)
    return [
        BatchCard(
            batch=batch,
            places=Places(batch, held[batch.pk, True], held[batch.pk, False], at),
            waiting=held[batch.pk, None],
            begins_at=first.get(batch.pk),
            at=at,
        )
        for batch in found
    ]


def _held(batches: list[Batch]) -> Counter[tuple[int, bool | None]]:
    """Places held by first-timers (True) and others (False), and who waits (None)."""
    rows = Enrolment.objects.live().filter(batch__in=batches)
    counted: Counter[tuple[int, bool | None]] = Counter()
    grouped = rows.values_list("batch", "status", "is_first_timer").annotate(count=Count("pk"))
    for batch, status, first_timer, count in grouped:
        counted[batch, None if status == Status.WAITING else first_timer] += count
    return counted


def tracks_offered(*, at: datetime) -> list[TrackCard]:
    """Every track with what comes next, in six queries."""
    tracks = list(Track.objects.offered().in_order())
    stages: dict[int, list[Stage]] = {track.pk: [] for track in tracks}
    for stage in Stage.objects.filter(track__in=tracks).in_order():
        stages[stage.track_id].append(stage)
    joinable = _joinable(tracks, at=at)
    return [TrackCard(track, stages[track.pk], joinable.get(track.pk, [])) for track in tracks]


def track_card(track: Track, *, at: datetime) -> TrackCard:
    stages = list(track.stages.prefetch_related("courses").in_order())
    return TrackCard(track, stages, _joinable([track], at=at).get(track.pk, []))


def _joinable(tracks: Iterable[Track], *, at: datetime) -> dict[int, list[BatchCard]]:
    """Open or yet to open: with a free place before full, then as enrolment ends."""
    coming = Batch.objects.filter(
        track__in=list(tracks), state=Batch.State.PUBLISHED, enrol_until__gt=at
    )
    found: dict[int, list[BatchCard]] = {}
    cards = cards_of(coming.select_related("track").order_by("enrol_until", "pk"), at=at)
    for card in sorted(cards, key=lambda each: not (each.is_open and each.places.free)):
        if card.is_open or card.is_coming:
            found.setdefault(card.batch.track_id, []).append(card)
    return found
