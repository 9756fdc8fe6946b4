"""Who is let in to the desk in a browser."""

import hmac
import secrets


class Doorkeeper:
    """Lets in whoever shows the token first, and afterwards only that browser.

    ``token`` is spent at its first use: then a cookie of another secret stands for it, which scripts of a page
    can't read and other sites can't send.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._pass = secrets.token_urlsafe(24)
        self._spent = False

    def admits(self, cookie: str) -> bool:
        """Whether a cookie is the one that the token was changed for."""
        return self._spent and hmac.compare_digest(cookie.encode(), self._pass.encode())

    def change(self, token: str) -> str | None:
        """Change the token for the cookie; nothing for a wrong token or a second use."""
        if self._spent or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._spent = True
        return self._pass
