"""An open page without a browser: Streamlit's socket, spoken as its own client speaks it."""

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60


@dataclass
class Seen:
    """What a run of a page came to: its HTML, whether something failed on it, and how long it took."""

    html: str
    has_failed: bool
    seconds: float

    def text_at(self, name: str) -> str:
        """The text of the first element of a class."""
        found = re.search(rf'class="{name}"[^>]*>([^<]*)', self.html)
        return found[1].strip() if found else ""


@dataclass
class Session:
    """An open page."""

    address: str
    cookies: Mapping[str, str]
    token: str
    socket: ClientConnection | None = field(default=None, repr=False)

    async def open(self) -> None:
        """Connect, as a page does when it is opened."""
        where = urlsplit(self.address)
        self.socket = await connect(
            f"ws://{where.netloc}{where.path}/_stcore/stream",
            subprotocols=["streamlit", self.token],  # ty: ignore
            origin=f"{where.scheme}://{where.netloc}",  # ty: ignore
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())},
            max_size=None,
            ping_interval=None,
            close_timeout=1,
        )

    async def look(self, page: str, **query: str) -> Seen:
        """Go to a page of the board and wait until it is drawn."""
        assert self.socket is not None
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(query)
        asked.rerun_script.page_name = page
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        html, has_failed = [], False
        while (left := PATIENCE - (time.perf_counter() - began)) > 0:
            message = ForwardMsg()
            try:
                message.ParseFromString(await asyncio.wait_for(self.socket.recv(decode=False), left))
            except TimeoutError:
                break
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                shown = element.WhichOneof("type")
                has_failed |= shown == "exception"
                html += [element.html.body] if shown == "html" else []
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                html = []  # the page begins anew
            elif kind == "script_finished":
                has_failed |= message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
                return Seen("".join(html), has_failed, time.perf_counter() - began)
        return Seen("".join(html), True, PATIENCE)

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()


def signed_in(secret: str, address: str, *, name: str, roles: list[str], organisations: list[str]) -> dict[str, str]:
    """The cookie of somebody whom a provider would have signed in for an hour."""
    where = urlsplit(address)
    claims = {
        "iss": "https://id.example",
        "sub": name,
        "aud": "board",
        "exp": int(time.time()) + 7_200,
        "iat": int(time.time()),
        "name": name,
        "roles": roles,
        "organisations": organisations,
        "origin": f"{where.scheme}://{where.netloc}",
        "is_logged_in": True,
        "provider": "default",
    }
    value = create_signed_value(secret, "_streamlit_user", json.dumps(claims))
    return {"_streamlit_user": value.decode()}
