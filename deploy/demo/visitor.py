"""A customer at the web form, who fills it in and sends it as a browser without scripts would."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from deploy.demo.stories import Story


class _Forms(HTMLParser):
    """Collects each form's address and hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found.get("action") or "", {}))
        elif tag == "button" and self.forms and (action := found.get("formaction")):
            # A button that sends the same form elsewhere.
            self.forms.append((action, self.forms[-1][1]))
        elif tag == "input" and found.get("type") == "hidden" and self.forms and found.get("name"):
            self.forms[-1][1][str(found["name"])] = found.get("value") or ""


class Visitor:
    """One customer with a browser of their own."""

    def __init__(self, webform_url: str, story: Story, name: str) -> None:
        self.story = story
        self._name = name
        self._http = httpx.Client(
            base_url=webform_url, timeout=15, headers={"Accept-Language": story.language.value}
        )
        self.page = ""

    def open_incident(self, order_number: str) -> bool:
        """Send the form and remember the tracking page; tell whether it was accepted."""
        self.page = "/incidents/new"
        accepted = self._send(
            "/incidents/new",
            {
                "category": self.story.category,
                "subject": self.story.subject,
                "description": self.story.description,
                "product": self.story.product or "",
                "order_number": order_number,
                "name": self._name,
                "email": f"{self._name.split()[0].lower()}@example.com",
            },
        )
        if accepted:
            self.page = accepted
        return bool(accepted)

    def comment(self) -> bool:
        """Write once more on the tracking page."""
        return bool(self._send("/comments", {"text": self.story.follow_up}))

    def resolve(self) -> bool:
        """Say that it is solved."""
        return bool(self._send("/resolution", {}))

    def close(self) -> None:
        """Leave."""
        self._http.close()

    def _send(self, action: str, fields: dict[str, str]) -> str:
        """Send the form of the present page that leads to ``action``; return where that led, or nothing."""
        page = self._http.get(self.page)
        forms = _Forms()
        forms.feed(page.text)
        for address, hidden in forms.forms:
            if address.partition("?")[0].endswith(action):
                answer = self._http.post(urljoin(str(page.url), address), data={**hidden, **fields})
                return answer.headers.get("Location", "") if answer.status_code == 303 else ""
        return ""
