"""A customer at the web form, who fills it in and sends it as a browser without scripts would."""

import random
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from deploy.demo.stories import Story, any_customer, any_order_number, any_thanks


class _Page(HTMLParser):
    """What a customer can do on a page, and how many answers stand on it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        """Each address that something can be sent to, with the hidden fields of its form."""
        self.replies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "article" and "ours" in found.get("class", "").split():
            self.replies += 1
        elif tag == "form":
            self.forms.append((found.get("action", ""), {}))
        elif tag == "button" and self.forms and found.get("formaction"):
            # A button that sends the same form elsewhere.
            self.forms.append((found["formaction"], self.forms[-1][1]))
        elif tag == "input" and found.get("type") == "hidden" and self.forms and found.get("name"):
            self.forms[-1][1][found["name"]] = found.get("value", "")

    def form(self, noun: str) -> tuple[str, dict[str, str]] | None:
        """Return the form that leads to an address with this last part."""
        return next((form for form in self.forms if form[0].partition("?")[0].endswith(noun)), None)


class Visitor:
    """One customer with a browser of their own; every method may raise httpx.HTTPError."""

    def __init__(self, webform_url: str, story: Story, chance: random.Random) -> None:
        self._story = story
        self._chance = chance
        self._http = httpx.Client(
            base_url=webform_url, timeout=15, headers={"Accept-Language": story.language.value}
        )
        self._address = ""
        self._has_answered = False

    def open_incident(self) -> bool:
        """Send the form and remember the tracking page; tell whether it was accepted."""
        customer = any_customer(self._chance, self._story.language)
        fields = {
            "category": self._story.category,
            "subject": self._story.subject,
            "description": self._story.description,
            "product": self._story.product or "",
            "order_number": any_order_number(self._chance, self._story) or "",
            "name": customer.name,
            "email": customer.email,
            # What may help has been looked at, and did not.
            "suggested": "1",
        }
        self._address = self._send(self._look("/incidents/new"), "/incidents/new", fields)
        return bool(self._address)

    def come_back(self) -> bool:
        """See what is new and act on it as people do; tell whether there is a reason to come again."""
        page = self._look(self._address)
        if page.replies == 0:
            return True
        if not self._has_answered:
            self._has_answered = bool(self._send(page, "/comments", {"text": self._story.follow_up}))
            return True
        if page.form("/resolution") is None:  # the shop has said that it is solved
            if self._chance.random() < 0.5:
                self._send(page, "/comments", {"text": any_thanks(self._chance, self._story)})
            return False
        if page.replies > 1:
            self._send(page, "/resolution", {})
            return False
        return True

    def leave(self) -> None:
        """Close the browser."""
        self._http.close()

    def _look(self, address: str) -> _Page:
        answer = self._http.get(address).raise_for_status()
        page = _Page()
        page.feed(answer.text)
        return page

    def _send(self, page: _Page, noun: str, fields: dict[str, str]) -> str:
        """Send a form of this page; return where that led, or nothing when it was not accepted."""
        form = page.form(noun)
        if form is None:
            return ""
        target, hidden = form
        answer = self._http.post(urljoin(str(self._http.base_url), target), data={**hidden, **fields})
        return str(answer.headers.get("Location", "")) if answer.status_code == 303 else ""
