"""The letters about accounts: each has one button, and says what to do if somebody else asked for it."""

from backend.notifications.composing.letter import Letter, Link, first_name
from backend.notifications.composing.texts import Texts
from shared.contracts.commands import SendAccountMail
from shared.contracts.vocabulary import AccountMailKind


def account_letter(wanted: SendAccountMail) -> Letter:
    """Return the letter that a command asks for."""
    texts = Texts(wanted.language)
    title, before, label, footer = _words(texts, wanted.kind)
    name = first_name(wanted.name or "")
    return Letter(
        language=wanted.language,
        subject=title,
        title=title,
        greeting=texts.gettext("Hello {name},", name=name) if name else texts.gettext("Hello,"),
        before=(before,),
        button=Link(label, wanted.link),
        footer=(footer,),
        preview=before,
    )


def _words(texts: Texts, kind: AccountMailKind) -> tuple[str, str, str, str]:
    """Return title, text, button and small print."""
    say = texts.gettext
    not_you = say("It was not you? Then do nothing: without the button nothing changes.")
    days = say("The button works for two days.")
    minutes = say("The button works once, for a quarter of an hour.")
    match kind:
        case AccountMailKind.CONFIRM:
            text = say("One step is left: confirm that this e-mail is yours and that you want the account.")
            never_asked = say(
                "You never asked for an account? Do not press it, or you confirm what somebody else began."
            )
            return say("Confirm your e-mail"), f"{text} {days}", say("Confirm my e-mail"), never_asked
        case AccountMailKind.SIGN_IN:
            text = say("With this you sign in without a password.")
            return say("Your link to sign in"), f"{text} {minutes}", say("Sign in"), not_you
        case AccountMailKind.CHANGE_EMAIL:
            text = say("You want to use this e-mail from now on. Confirm that it is yours.")
            return say("Confirm your new e-mail"), f"{text} {days}", say("Use this e-mail"), not_you
        case AccountMailKind.EMAIL_CHANGED:
            text = say("From now on your account has another e-mail, and this one opens it no more.")
            not_wanted = say("It was not you? Then write to us at once.")
            return say("Your account has a new e-mail"), text, say("Sign in"), not_wanted
        case AccountMailKind.KNOWN_EMAIL:
            text = say("Somebody wanted to register with this e-mail, and you have an account already.")
            return say("You have an account already"), text, say("Sign in"), not_you
        case AccountMailKind.RESET_PASSWORD:
            text = say("You asked for a new password. You choose it yourself.")
            return say("Choose a new password"), f"{text} {minutes}", say("Choose a password"), not_you
