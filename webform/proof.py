"""What proves that it is the owner of an account who asks: the password, or having signed in just now."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webform.account_forms import ProofForm
from webform.account_pages import refused_notice
from webform.customers import RefusedError
from webform.parts import parts


@dataclass(frozen=True, slots=True)
class Proof:
    """What is asked for: the password, or to sign in where there is none; neither just after signing in."""

    is_password: bool = False
    is_sign_in: bool = False

    @classmethod
    def needed(cls, *, is_strict: bool = False) -> "Proof":
        """Return what who is signed in has to prove now; ``is_strict`` asks for a password in any case."""
        has_password = bool((parts().accounts.customer() or {}).get("has_password"))
        if parts().accounts.is_fresh() and not (is_strict and has_password):
            return cls()
        return cls(is_password=has_password, is_sign_in=not has_password)

    def given(self, form: ProofForm) -> str | None:
        """Return the password of the form, None where it is not asked for."""
        return form.current.data if self.is_password else None


def blame_proof(form: ProofForm, proof: Proof, error: RefusedError) -> tuple[Proof, str | None]:
    """Say in the form what is wrong with a proof; return what is asked for now, and a notice of the rest."""
    match error.kind:
        case "wrong-password":
            form.current.errors = [_("This is not your password.")]
            return proof, None
        case "proof-needed":
            # Its clock counts, not ours.
            parts().accounts.doubt()
            return Proof.needed(), _("You signed in a while ago. Please prove once more that it is you.")
    return proof, refused_notice()
