"""The page on which the mails of the development mailbox are listed and read."""

from pathlib import Path

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from deploy.local.mailbox_mail import Mail, read_mail, read_mails
from deploy.local.mailbox_reply import send_reply

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)

# A mail brings its styles along, and may do nothing else.
_MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def create_page(directory: Path, reply_smtp_url: str = "") -> Flask:
    """Return the application that shows the mails of a maildir, the newest first.

    With ``reply_smtp_url`` they can be answered: there the answers go.
    """
    app = Flask(__name__, template_folder="mailbox_templates", static_folder="mailbox_static")

    @app.get("/")
    def list_mails() -> str:
        return render_template("list.html", mails=read_mails(directory))

    @app.get("/mails/<key>")
    def show_mail(key: str) -> str:
        return render_template("mail.html", mail=_mail(directory, key), answerable=bool(reply_smtp_url))

    @app.get("/mails/<key>/html")
    def show_html(key: str) -> Response:
        return Response(_mail(directory, key).html, headers={"Content-Security-Policy": _MAIL_POLICY})

    @app.post("/mails/<key>/reply")
    def reply(key: str) -> AnyResponse | tuple[str, int]:
        return _reply(_mail(directory, key), reply_smtp_url)

    @app.get("/api/mails")
    def api_mails() -> Response:
        return jsonify([vars(mail) for mail in read_mails(directory)])

    @app.get("/healthz")
    def health() -> Response:
        return jsonify(status="ok")

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-cache"
        return response

    return app


def _mail(directory: Path, key: str) -> Mail:
    found = read_mail(directory, key)
    if found is None:
        abort(404)
    return found


def _reply(mail: Mail, smtp_url: str) -> AnyResponse | tuple[str, int]:
    """Send what was typed, and show the mail again, with it where it was not taken."""
    # Browsers say so when the form is another page's. Origin would be null: we let no referrer out.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)
    if not smtp_url or not mail.reply_to:
        abort(404)
    text = request.form.get("text", "").strip()
    files = [(each.filename, each.read()) for each in request.files.getlist("file") if each.filename]
    is_something = bool(text or files)
    problem = send_reply(smtp_url, mail, text, files) if is_something else "There is nothing to send."
    if problem is None:
        return redirect(url_for("show_mail", key=mail.key, sent=1), 303)
    page = render_template("mail.html", mail=mail, answerable=True, typed=text, problem=problem)
    return page, 502 if is_something else 400
