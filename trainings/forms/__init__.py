from trainings.forms.attendance import AttendForm, MarkForm
from trainings.forms.certificates import CertificateCodeForm
from trainings.forms.enrolments import EnrolForm, WithdrawForm
from trainings.forms.outputs import OutputForm, WordsForm

__all__ = [
    "AttendForm",
    "CertificateCodeForm",
    "EnrolForm",
    "MarkForm",
    "OutputForm",
    "WithdrawForm",
    "WordsForm",
]
