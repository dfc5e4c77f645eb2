"""A service that asks for a right: refused without it, and with it nobody's business but the state's."""

from collections.abc import Callable

import pytest

from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from tests.access.writes import writes


def check_refused(
    service: Callable[..., object],
    arguments: dict[str, object],
    refusal: type[PortalError],
    *,
    stranger: User,
    admin: User,
) -> None:
    """The stranger is refused and nothing is written; the admin may be, for any other reason."""
    before = writes()

    with pytest.raises(refusal):
        service(**arguments, by=stranger)

    assert writes() == before
    try:
        service(**arguments, by=admin)
    except refusal:
        pytest.fail("refused to the programme admin as well")
    except PortalError:
        pass
