"""An owner whose product goes soft, from the home page to a booked time, as she taps it."""

import time
from datetime import datetime

from tests.live.person import PASSWORD, Person

# The words on the answers that lead to production; whoever is asked more says the first thing.
PROBLEM = "Produk cepat melempem atau tidak tahan lama"
GOES_SOFT = {
    "Bagaimana usaha Anda sekarang?": "Tersendat, kadang berhenti",
    "Apa yang paling mengganggu?": "Produknya cepat rusak atau tidak sama",
    "Produk Anda tahan lama?": "Cepat melempem, basi, atau berjamur",
}
RESULT = "/konsultasi/cek-kendala/hasil/"
# One of several: a day of its own carries "hari ini".
LATER_TIME = ".times-day:not(:has-text('hari ini')) button[name=starts_at]"
NAME = "Sumiati"


def new_number() -> str:
    """No number in Indonesia begins with 084."""
    return f"0840{time.time_ns() // 10**6 % 10**8:08d}"


def answer_at(person: Person) -> str:
    """The selector of the answer she gives to the question she sees."""
    wanted = GOES_SOFT.get(person.page.inner_text("h1"))
    if wanted is None:
        return "button.answer:first-of-type"
    value = person.page.locator("button.answer", has_text=wanted).get_attribute("value")
    return f"button.answer[value='{value}']"


def check_from_home(person: Person) -> None:
    """To the result: who helps, and when."""
    person.open("/")
    person.follow("main a[href='/konsultasi/cek-kendala/']")
    person.follow("main form .btn-primary")
    while person.page.locator("button.answer").count():
        person.follow(answer_at(person))
    person.choose("village")
    person.send()
    assert person.path == RESULT


def choose_time(person: Person) -> datetime:
    """The first one of tomorrow or of the next open day."""
    value = person.page.locator(LATER_TIME).first.get_attribute("value")
    person.follow(LATER_TIME)
    assert person.path == "/konsultasi/rini-astuti/pesan/"
    return datetime.fromisoformat(value)


def book_as_newcomer(person: Person, contact: str, makes: str = "keripik apel") -> str:
    """What the check left to ask; the address of the booking."""
    person.type("makes", makes)
    person.type("full_name", NAME)
    person.type("contact", contact)
    person.type("password", PASSWORD)
    person.send()
    assert person.path.startswith("/jadwal/"), person.text
    return person.path
