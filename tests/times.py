"""Fixed moments of the tests: a Tuesday before opening, in WIB."""

from datetime import datetime, timedelta

from plut_portal.core.formats import WIB

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=WIB)
TODAY_9 = datetime(2026, 11, 24, 9, 15, tzinfo=WIB)
# Wednesday: far enough ahead for every deadline.
TOMORROW_8 = datetime(2026, 11, 25, 8, 0, tzinfo=WIB)
TOMORROW_9 = datetime(2026, 11, 25, 9, 15, tzinfo=WIB)
THURSDAY_8 = datetime(2026, 11, 26, 8, 0, tzinfo=WIB)
THURSDAY_9 = datetime(2026, 11, 26, 9, 15, tzinfo=WIB)
SECOND = timedelta(seconds=1)
