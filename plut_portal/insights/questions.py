"""What people ask before they come, with the page that does what the answer says."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import BookingPolicy


@dataclass(frozen=True)
class Question:
    text: str
    answer: str
    url: str
    link: str


@dataclass(frozen=True)
class Topic:
    name: str
    title: str
    questions: list[Question]


def topics(policy: BookingPolicy) -> list[Topic]:
    """All of them, with the numbers of the present booking rules."""
    numbers = {
        "notice": policy.notice_hours,
        "horizon": policy.horizon_days,
        "open": policy.max_open_bookings,
        "cancel": policy.cancel_hours,
        "move": policy.move_hours,
        "moves": policy.max_moves,
    }
    return [
        Topic(name, str(title), [_question(row, numbers) for row in rows])
        for name, title, rows in _TOPICS
    ]


_Row = tuple[Promise, Promise, str, Promise]


def _question(row: _Row, numbers: dict[str, int]) -> Question:
    text, answer, name, link = row
    return Question(str(text), str(answer) % numbers, reverse(name), str(link))


_TOPICS: list[tuple[str, Promise, list[_Row]]] = [
    (
        "pesan",
        _("Booking a time"),
        [
            (
                _("How do I book a consultant?"),
                _(
                    "Choose your field, tap a free time, and say in a sentence what it is about."
                    " The time is yours at once. You can book from %(notice)d hours to"
                    " %(horizon)d days ahead."
                ),
                "consultations:field_list",
                _("Choose a field"),
            ),
            (
                _("What does it cost?"),
                _(
                    "Nothing. Consultation, training and exhibitions are free. If anybody asks you"
                    " for money, tell us."
                ),
                "insights:service_standard",
                _("Service standard and complaints"),
            ),
            (
                _("I have no NIB or other permit yet. May I come?"),
                _("Yes. Come as you are; a permit is something we help you with, not a condition."),
                "consultations:field_list",
                _("See who helps with permits"),
            ),
            (
                _("I do not know which field is mine."),
                _(
                    "Read what other owners say in each field and take the nearest. The consultant"
                    " takes you to a colleague if it is not the right one."
                ),
                "consultations:field_list",
                _("See all fields"),
            ),
            (
                _("What do I bring?"),
                _(
                    "Each field has a short list, and your appointment shows it again."
                    " Nothing at hand? Come anyway."
                ),
                "consultations:field_list",
                _("See the list of your field"),
            ),
            (
                _("No time suits me. What now?"),
                _(
                    "New times open every day, and cancelled ones become free at once. Or call us,"
                    " or just come in: an officer at the counter helps you."
                ),
                "insights:contact",
                _("Phone and opening hours"),
            ),
        ],
    ),
    (
        "ubah",
        _("Moving, cancelling, being late"),
        [
            (
                _("How do I move an appointment?"),
                _(
                    "Open the appointment and tap “Move”. You can do so until %(move)d hours"
                    " before, at most %(moves)d times. Later than that, please call."
                ),
                "consultations:booking_list",
                _("My appointments"),
            ),
            (
                _("How do I cancel?"),
                _(
                    "Open the appointment and tap “Cancel”, until %(cancel)d hours before."
                    " Another owner can then have the time."
                ),
                "consultations:booking_list",
                _("My appointments"),
            ),
            (
                _("I am running late."),
                _(
                    "Come anyway, and call us so that the consultant knows. The talk ends at its"
                    " planned time, because the next owner is waiting."
                ),
                "insights:contact",
                _("Call the office"),
            ),
            (
                _("How many appointments may I have?"),
                _(
                    "At most %(open)d coming ones for each business. When one is over, you can book"
                    " the next."
                ),
                "consultations:booking_list",
                _("My appointments"),
            ),
        ],
    ),
    (
        "akun",
        _("Account and messages"),
        [
            (
                _("I forgot my password."),
                _(
                    "With an e-mail address you get a link at once. With a phone number alone, ask"
                    " at the counter for a code; it takes a minute."
                ),
                "account_reset_password",
                _("Make a new password"),
            ),
            (
                _("The counter gave me a code. Where do I type it?"),
                _("On the page for codes, together with your mobile number or e-mail."),
                "accounts:code_use",
                _("Use the code"),
            ),
            (
                _("I have no mobile phone or e-mail."),
                _(
                    "Come to the counter. The officer registers you, books the time for you and"
                    " writes it down on paper."
                ),
                "insights:contact",
                _("Address and opening hours"),
            ),
            (
                _("Does this message really come from you?"),
                _(
                    "Every message of ours carries a code. Type it in, and the portal says whether"
                    " it is ours. We never ask for money or your password."
                ),
                "notifications:code_form",
                _("Check a message"),
            ),
            (
                _("Who reads what I tell you?"),
                _(
                    "You, the consultant you book, and the staff who need it for their work."
                    " Never the tax office, never the public."
                ),
                "insights:privacy",
                _("About your data"),
            ),
        ],
    ),
]
