from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from plut_portal.accounts.models import ContactCode
from plut_portal.accounts.tasks import purge_expired
from plut_portal.core.models import SubmissionKey
from tests.factories import UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def test_fm49_purge_removes_what_has_had_its_day():
    user = UserFactory()
    for moment in [NOW - WEEK - HOUR, NOW - WEEK + HOUR]:
        ContactCode.objects.create(user=user, purpose="RESET", expires_at=moment)
        key = SubmissionKey.objects.create(user=user)
        SubmissionKey.objects.filter(pk=key.pk).update(created_at=moment)
    Session.objects.create(session_key="lama", expire_date=NOW - HOUR)
    Session.objects.create(session_key="baru", expire_date=NOW + HOUR)

    assert purge_expired() == 3
    assert purge_expired() == 0

    left = [ContactCode.objects.count(), SubmissionKey.objects.count()]
    assert left == [1, 1]
    assert [session.session_key for session in Session.objects.all()] == ["baru"]
