"""The board's socket without a browser: what somebody is told who opens it with these headers."""

from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

SECONDS = 30
HEAD = 'class="masthead"'
"""What stands on every page, and on none that somebody meets who may not go on."""


def told(address: str, *, token: str = "", query: str = "lang=en", page: str = "", **headers: str) -> str:
    """All that one run of a page (its address; the opening one) sends, its HTML as it stands.

    `token`: what Streamlit's script sends against cross-site requests.  Raises InvalidStatus where the socket isn't
    opened.
    """
    where = urlsplit(address)
    with connect(
        f"ws://{where.netloc}{where.path}/_stcore/stream",
        additional_headers=headers,
        subprotocols=["streamlit", *([token] if token else [])],
        max_size=None,
        open_timeout=SECONDS,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        socket.send(asked.SerializeToString())
        said = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(socket.recv(timeout=SECONDS))
            said.append(str(message))
            if message.WhichOneof("type") == "script_finished":
                return "\n".join(said).replace('\\"', '"')
