"""What the hall's screen shows: the item, the clock, who speaks, how many of us are here, the vote, the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import get_language

from assemblies.models import Assembly, AssemblyState, Motion, MotionState
from assemblies.reports.counting import sentence_of, tally_kept
from assemblies.reports.floor import Floor, clock_of, points_of
from assemblies.reports.live import LiveCount, live_counts
from assemblies.reports.now import InTheHall, in_the_hall
from assemblies.rules.chairing import Point, point_now
from assemblies.rules.decision import Tally
from record.shared import shared

NAMES_IN_LINE = 4


@dataclass(frozen=True, kw_only=True)
class HallScreen:
    """The screen at a moment. `mode`: coming, item, vote, result, recess or over; over, it knows nothing else."""

    assembly: Assembly
    mode: str
    common: InTheHall | None = None
    point: Point | None = None
    place: int = 0
    motion: Motion | None = None
    live: LiveCount | None = None
    tally: Tally | None = None
    sentence: str = ""
    seconds_left: int | None = None
    """Of the vote, or of the item where it was given minutes; negative once they are over."""

    @property
    def floor(self) -> Floor | None:
        return None if self.common is None else self.common.floor

    @property
    def clock(self) -> str:
        return clock_of(self.seconds_left)

    @property
    def has_quorum(self) -> bool:
        return self.common is not None and self.common.voters_present >= self.common.quorum

    @property
    def items(self) -> int:
        return 0 if self.common is None else len(self.common.lines)

    @property
    def title(self) -> str:
        if self.motion is not None:
            return self.motion.title
        return "" if self.point is None else self.point.title

    @property
    def title_size(self) -> str:
        """How large a title of its length can stand: l, m or s."""
        return "l" if len(self.title) <= 48 else "m" if len(self.title) <= 100 else "s"

    @property
    def columns(self) -> int:
        """Tiles a row, so that the floor of tiles is about three times as wide as high."""
        roll = self.live.roll if self.live is not None else self.tally.roll if self.tally is not None else 1
        columns = 24
        while columns * columns < 3 * roll:
            columns += 4
        return columns

    @property
    def version(self) -> str:
        """What is shown, in short, without the clocks: these run on the screen by themselves."""
        if self.common is None:
            return self.mode
        parts = (
            self.mode,
            self.title,
            self.assembly.second_call_at,
            self.common.voters_present,
            self.common.present,
            self.common.quorum,
            self.common.floor.version,
            self.live.version if self.live is not None else 0,
            self.live.present if self.live is not None else 0,
            self.motion.closes_at if self.motion is not None else 0,
            self.sentence,
        )
        return sha256(repr(parts).encode()).hexdigest()[:16]


def hall_screen(assembly_id: int, *, now: datetime) -> HallScreen | None:
    """The screen of an assembly, the same for every screen in this second; None where there is none."""
    return shared(("hall", assembly_id, get_language()), lambda: _screen(assembly_id, now))


def _screen(assembly_id: int, now: datetime) -> HallScreen | None:
    assembly = Assembly.objects.filter(pk=assembly_id).first()
    if assembly is None:
        return None
    if assembly.state in (AssemblyState.CLOSED, AssemblyState.CANCELLED):
        return HallScreen(assembly=assembly, mode="over")
    common = in_the_hall(assembly, now=now)
    if assembly.state != AssemblyState.OPEN:
        mode = "coming" if assembly.state == AssemblyState.CONVOKED else "recess"
        return HallScreen(
            assembly=assembly,
            mode=mode,
            common=common,
            seconds_left=_seconds(assembly.starts_at - now) if mode == "coming" else None,
        )
    points = points_of(assembly, [line.item for line in common.lines])
    here = point_now(points)
    motions = {line.item.pk: line.motion for line in common.lines}
    motion = None if here is None else motions[here.item_id]
    place = 0 if here is None else points.index(here) + 1
    if motion is not None and motion.state == MotionState.VOTING and motion.closes_at is not None:
        return HallScreen(
            assembly=assembly,
            mode="vote",
            common=common,
            point=here,
            place=place,
            motion=motion,
            live=live_counts([motion.pk]).get(motion.pk),
            seconds_left=max(0, _seconds(motion.closes_at - now)),
        )
    if motion is not None and motion.is_decided:
        return HallScreen(
            assembly=assembly,
            mode="result",
            common=common,
            point=here,
            place=place,
            motion=motion,
            tally=tally_kept(motion),
            sentence=sentence_of(motion),
        )
    left = None
    if here is not None and here.minutes is not None and here.at is not None:
        left = _seconds(here.at + timedelta(minutes=here.minutes) - now)
    return HallScreen(
        assembly=assembly,
        mode="item",
        common=common,
        point=here,
        place=place,
        motion=motion,
        seconds_left=left,
    )


def _seconds(left: timedelta) -> int:
    return left // timedelta(seconds=1)
