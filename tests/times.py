"""Fixed moments of the tests: a Tuesday before opening, in WIB."""

from datetime import datetime, timedelta
from pathlib import Path

from plut_portal.core.formats import WIB

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=WIB)
TODAY_9 = datetime(2026, 11, 24, 9, 15, tzinfo=WIB)
# Wednesday: far enough ahead for every deadline.
TOMORROW_8 = datetime(2026, 11, 25, 8, 0, tzinfo=WIB)
TOMORROW_9 = datetime(2026, 11, 25, 9, 15, tzinfo=WIB)
THURSDAY_8 = datetime(2026, 11, 26, 8, 0, tzinfo=WIB)
THURSDAY_9 = datetime(2026, 11, 26, 9, 15, tzinfo=WIB)
# Where a whole portal begins. What it has to show depends on the hour and the day of the week.
MORNING = datetime(2026, 11, 24, 10, 20, tzinfo=WIB)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def begin_at(moment: datetime, *, state_dir: Path) -> None:
    """Set the clock of the portal that lives in this folder, before it starts."""
    state_dir.mkdir(parents=True, exist_ok=True)
    offset = moment - datetime.now(WIB)
    (state_dir / "clock-offset").write_text(str(offset.total_seconds()))
