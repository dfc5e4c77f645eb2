from collections.abc import Iterator

import pytest

from tests.live.portal import Portal
from tests.times import MORNING, begin_at


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """The real thing with demo data, for all live tests of a run; leave it running."""
    portal = Portal(tmp_path_factory.mktemp("with space", numbered=False) / "state")
    begin_at(MORNING, state_dir=portal.state_dir)
    try:
        portal.start()
        yield portal
    finally:
        portal.remove()
