"""The letters about incidents: one function for each kind, all in the customer's language."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from backend.incidents.model import Incident
from backend.incidents.rules import REOPEN_WINDOW
from backend.notifications.composing.letter import ANSWER_RULE, Enclosed, Letter, Link, Quote, first_name
from backend.notifications.composing.texts import Texts
from backend.notifications.domain import MailKind
from shared.contracts.knowledge import Follower, KnownIncident
from shared.contracts.resources import Message
from shared.links import Links

PREVIEW_MAX = 120


class IncidentLetters:
    """Writes letters; ``site`` is the address of the web form, to which their buttons lead.

    Times are said in ``zone``, the shop's.
    """

    def __init__(self, links: Links, site: str, zone: ZoneInfo) -> None:
        self._links = links
        self._zone = zone
        self._site = site.rstrip("/")
        self._writers: dict[MailKind, Callable[[Texts, Incident, Message | None], Letter]] = {
            MailKind.RECEIVED: self._received,
            MailKind.ANSWERED: self._answered,
            MailKind.WAITING: self._waiting,
            MailKind.RESOLVED: self._resolved,
            MailKind.REOPENED: self._reopened,
        }

    def about(self, kind: MailKind, incident: Incident, words: Message | None) -> Letter:
        """Return the letter of a kind; ``words`` is what an employee wrote, where there is such a thing."""
        texts = Texts(incident.language)
        letter = self._writers[kind](texts, incident, words)
        preview = words.text if words else " ".join(letter.before)
        rule = texts.gettext("Write your answer above this line")
        return replace(
            letter,
            enclosed=self._enclosed(texts, incident, words),
            preview=" ".join(preview.split())[:PREVIEW_MAX],
            answer_above=f"{ANSWER_RULE} {rule} {ANSWER_RULE[::-1]}",
            footer=(
                texts.gettext(
                    "You get this mail because you wrote to us about “{subject}” ({reference}).",
                    subject=incident.subject,
                    reference=incident.reference,
                ),
            ),
            footer_link=Link(texts.gettext("See it, or stop these mails"), self._page(incident)),
        )

    def known_solved(self, known: KnownIncident, follower: Follower) -> Letter:
        """Return the letter to one of many who wanted to hear that something is solved."""
        texts = Texts(follower.language)
        found = known.texts.get(follower.language) or next(iter(known.texts.values()))
        return Letter(
            language=follower.language,
            subject=texts.gettext("Solved: {title}", title=found.title),
            title=texts.gettext("It is solved"),
            greeting=_greeting(texts, follower.name),
            before=(
                texts.gettext(
                    "You asked us to tell you when “{title}” is solved. It is solved now.", title=found.title
                ),
            ),
            quote=Quote("", found.body),
            button=Link(texts.gettext("It still happens to me"), f"{self._site}/incidents/new"),
            footer=(texts.gettext("You get this mail once, because you asked for it."),),
            preview=found.title,
        )

    def _received(self, texts: Texts, incident: Incident, _words: Message | None) -> Letter:
        return self._letter(
            texts,
            incident,
            title=texts.gettext("We have received your message"),
            before=(
                texts.gettext(
                    "Thank you for writing to us. Your reference is {reference}. "
                    "One of us reads it and answers you; you get a mail like this one.",
                    reference=incident.reference,
                ),
                *self._promise(texts, incident),
                texts.gettext("Is something missing? Just answer this mail."),
            ),
            button=Link(texts.gettext("Follow it"), self._page(incident)),
        )

    def _promise(self, texts: Texts, incident: Incident) -> tuple[str, ...]:
        if incident.answer_due is None:
            return ()
        return (texts.gettext("We answer by {when}.", when=texts.moment(incident.answer_due, self._zone)),)

    def _answered(self, texts: Texts, incident: Incident, words: Message | None) -> Letter:
        name = first_name(words.author.name) if words else ""
        title = texts.gettext("{name} has answered you", name=name) if name else _answered_title(texts)
        return self._letter(
            texts,
            incident,
            title=title,
            quote=_quote(words),
            button=Link(texts.gettext("See the conversation"), self._page(incident)),
            after=(texts.gettext("To answer, write there or just answer this mail."),),
        )

    def _waiting(self, texts: Texts, incident: Incident, words: Message | None) -> Letter:
        return self._letter(
            texts,
            incident,
            title=texts.gettext("We are waiting for your answer"),
            before=(texts.gettext("We need it to go on."),),
            quote=_quote(words),
            button=Link(texts.gettext("Answer"), self._page(incident)),
            after=(texts.gettext("You may also just answer this mail."),),
        )

    def _resolved(self, texts: Texts, incident: Incident, words: Message | None) -> Letter:
        return self._letter(
            texts,
            incident,
            title=texts.gettext("Your incident is resolved"),
            before=(texts.gettext("We have marked it as solved. How did we do? It takes a moment."),),
            quote=_quote(words),
            button=Link(texts.gettext("Say how we did"), self._links.rating(self._site, incident.id)),
            after=(
                texts.gettext(
                    "Not solved after all? Open it again on its page, within {days} days.",
                    days=REOPEN_WINDOW.days,
                ),
                texts.gettext("If you just answer this mail, we read it, and it stays solved for now."),
            ),
        )

    def _reopened(self, texts: Texts, incident: Incident, words: Message | None) -> Letter:
        return self._letter(
            texts,
            incident,
            title=texts.gettext("We have opened your incident again"),
            before=(texts.gettext("We are on it once more, and tell you as soon as there is news."),),
            quote=_quote(words),
            button=Link(texts.gettext("Follow it"), self._page(incident)),
        )

    def _enclosed(self, texts: Texts, incident: Incident, words: Message | None) -> Enclosed | None:
        if not words or not words.files:
            return None
        return Enclosed(
            texts.gettext("With these files:"),
            tuple(file.name for file in words.files),
            Link(texts.gettext("See the files"), self._page(incident)),
        )

    def _page(self, incident: Incident) -> str:
        return self._links.page(self._site, incident.id)

    def _letter(
        self,
        texts: Texts,
        incident: Incident,
        *,
        title: str,
        button: Link,
        before: tuple[str, ...] = (),
        quote: Quote | None = None,
        after: tuple[str, ...] = (),
    ) -> Letter:
        return Letter(
            language=incident.language,
            # The same for every mail of an incident, or mail programs would not show them as one thread.
            subject=f"[{incident.reference}] {incident.subject}",
            title=title,
            greeting=_greeting(texts, incident.person.name),
            before=before,
            quote=quote,
            button=button,
            after=after,
        )


def _answered_title(texts: Texts) -> str:
    return texts.gettext("We have answered you")


def _greeting(texts: Texts, name: str) -> str:
    known = first_name(name)
    return texts.gettext("Hello {name},", name=known) if known else texts.gettext("Hello,")


def _quote(words: Message | None) -> Quote | None:
    return Quote(words.author.name.split()[0], words.text) if words else None
