"""A person with a phone: counts what she does and waits for, and knows only what a page shows."""

import time

from playwright.sync_api import BrowserContext, Page

PASSWORD = "apel-manalagi-segar"


class Person:
    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.taps = self.typed = self.characters = 0
        self.waited = 0.0

    def open(self, path: str) -> None:
        began = time.monotonic()
        self.page.goto(self.url + path)
        self.waited += time.monotonic() - began

    def type(self, name: str, text: str) -> None:
        self.taps += 1
        self.typed += 1
        self.characters += len(text)
        self.page.locator(f"main [name={name}]").first.fill(text)

    def pick(self, name: str, value: str) -> None:
        """One of a few chips."""
        self.taps += 1
        self.page.locator(f"main [name={name}][value={value}]").check()

    def choose(self, name: str) -> None:
        self.taps += 2
        self.page.locator(f"main select[name={name}]").select_option(index=3)

    def send(self) -> None:
        """The one main button of the page."""
        self.follow("main form .btn-primary")

    def follow(self, selector: str) -> None:
        """Tap what leads to another page, and wait for that."""
        self.taps += 1
        began = time.monotonic()
        # A form that asks first whether the line holds leaves a moment later.
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.waited += time.monotonic() - began

    def keys_to(self, selector: str) -> None:
        """Press Tab until the keyboard stands there."""
        for _press in range(120):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reaches {selector}")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sign_in(self, login: str, password: str) -> None:
        self.open("/akun/masuk/")
        self.type("login", login)
        self.type("password", password)
        self.send()

    def sign_up_here(self, name: str, contact: str) -> None:
        self.type("full_name", name)
        self.type("contact", contact)
        self.type("password", PASSWORD)
        self.page.locator("[name=reminders]").check()
        self.send()

    def free_times(self) -> list[str]:
        """The times of a consultant's page, as their buttons carry them."""
        buttons = self.page.locator("button[name=starts_at]").all()
        return [button.get_attribute("value") for button in buttons]

    def links(self) -> list[str]:
        """Every address of ours that stands on the present page."""
        addresses = self.page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")
        ours = [a.removeprefix(self.url) for a in addresses if a.startswith(self.url)]
        return [address.split("#")[0] for address in ours]
