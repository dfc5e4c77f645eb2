import pytest

from consultations import services
from consultations.models import CheckVersion, Expertise
from plut_portal.insights.demo import office
from tests.factories import ConsultantFactory
from tests.times import NOW


@pytest.fixture
def questionnaire(db) -> CheckVersion:
    """The one the portal comes with, and a consultant for each of its five fields."""
    for position, field in enumerate(office.FIELDS):
        ConsultantFactory(expertise=Expertise.objects.create(position=position, **field))
    return services.load_first_questionnaire(at=NOW)
