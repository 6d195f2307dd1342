"""Around Streamlit's routes of the sign-in: the way back to where somebody was, and words where signing in failed."""

from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards import sign_in

LOGIN, LOGOUT, CALLBACK = "/auth/login", "/auth/logout", sign_in.CALLBACK
BACK = "fazhi_back"
MINUTES = 10
USER_COOKIE = "_streamlit_user="
MOST_COOKIES = 12_000
"""Characters of cookies that a sign-in may set: browsers and servers take little more with each request."""
LONGEST_BACK = 2_000


class SignInRoutes:
    """Adds to what Streamlit answers, where sign-in is configured.

    `?signin=down|refused|failed|large` on the opening page says that the provider didn't answer, said no, gave a token
    that isn't good here, or one with more claims than a browser keeps.
    """

    def __init__(self, app: ASGIApp):
        self._app = app
        self._base = sign_in.base()
        self._is_secure = sign_in.is_secure()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._amend(scope, message)
            await send(message)

        return await self._app(scope, receive, told)

    def _amend(self, scope: Scope, message: Message) -> None:
        headers, path = MutableHeaders(raw=message["headers"]), scope["path"].removeprefix(self._base)
        if path == LOGIN:
            if message["status"] >= 400:
                self._turn(message, headers, "down", self._asked_from(scope))
            else:
                self._set(headers, BACK, self._asked_from(scope), MINUTES * 60)
        elif path == LOGOUT:
            self._set(headers, BACK, f"{self._base}/{_language_of(self._asked_from(scope))}", MINUTES * 60)
        elif path == CALLBACK:
            self._called_back(scope, message, headers)
        if self._is_secure:
            _add_secure(headers)
        message["headers"] = headers.raw

    def _called_back(self, scope: Scope, message: Message, headers: MutableHeaders) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        cookies = headers.getlist("set-cookie")
        is_in = any(each.startswith(USER_COOKIE) and not each.startswith(f'{USER_COOKIE}""') for each in cookies)
        back = self._back(scope)
        if sum(map(len, cookies)) > MOST_COOKIES:
            self._turn(message, headers, "large", back)
        elif "error" in query:
            self._turn(message, headers, "refused", back)
        elif "code" in query and not is_in:
            self._turn(message, headers, "failed", back)
        else:
            headers["location"] = back
            self._set(headers, BACK, "", 0)

    def _turn(self, message: Message, headers: MutableHeaders, why: str, back: str) -> None:
        """Answer with the opening page, which says why; nothing that was going to be set is."""
        for name in ("set-cookie", "content-length", "content-type"):
            del headers[name]
        message["status"] = 303
        headers["location"] = f"{self._base}/{_language_of(back)}{'&' if _language_of(back) else '?'}signin={why}"

    def _asked_from(self, scope: Scope) -> str:
        """The page that a person was on, as a path of this board."""
        referer = urlsplit(Headers(scope=scope).get("referer", ""))
        return f"{referer.path}?{referer.query}" if f"{referer.scheme}://{referer.netloc}" == _origin() else ""

    def _back(self, scope: Scope) -> str:
        """Where they go back to: nowhere but to a page of this board."""
        sent = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(BACK)
        to = unquote(sent.value) if sent else ""
        is_ours = to.startswith(f"{self._base}/") and not to.startswith("//") and "\\" not in to and to.isprintable()
        return to if is_ours and "signin=" not in to and "sign_out=" not in to else f"{self._base}/"

    def _set(self, headers: MutableHeaders, name: str, value: str, seconds: int) -> None:
        kept = quote(value, safe="")[:LONGEST_BACK]
        headers.append("set-cookie", f"{name}={kept}; Max-Age={seconds}; Path={self._base}/; HttpOnly; SameSite=lax")


def _language_of(page: str) -> str:
    """The language that a page's address asks for, as the query of another; nothing where it asks for none."""
    asked = parse_qs(urlsplit(page).query).get("lang", [""])[0]
    return f"?lang={asked}" if asked.isalpha() else ""


def _origin() -> str:
    address = urlsplit(sign_in.address())
    return f"{address.scheme}://{address.netloc}"


def _add_secure(headers: MutableHeaders) -> None:
    """Every cookie is sent back over TLS alone; Streamlit doesn't ask for it."""
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for each in cookies:
        headers.append("set-cookie", each if "secure" in each.lower().split("; ") else f"{each}; Secure")
