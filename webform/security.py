"""The headers that keep a browser from being used against its owner (OWASP ASVS 4.0.3, 14.4)."""

from flask import Flask, Response, request

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


KEPT_FOR_BACK = "private, no-cache"
"""Cache-Control of pages with a form: going back must find what was typed, which ``no-store`` throws away."""


def protect(app: Flask) -> None:
    """Add the headers to every answer."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        # Files of conversations have one of their own, which lets a browser do even less.
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        # The key of an incident is in the address, which must not travel on.
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Robots-Tag"] = "noindex"
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
