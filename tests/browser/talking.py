"""The board's socket without a browser: what somebody is told who opens it with these headers."""

from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

HEAD = 'class="masthead"'
"""What stands on every page, and on none that somebody meets who may not go on."""


def told(address: str, *, token: str = "", query: str = "lang=en", seconds: float = 30, **headers: str) -> str:
    """All that one run of the opening page sends, its HTML as it stands.

    `token`: what Streamlit's script sends against cross-site requests.  Raises InvalidStatus where the socket isn't
    opened.
    """
    where = urlsplit(address)
    with connect(
        f"ws://{where.netloc}{where.path}/_stcore/stream",
        additional_headers=headers,
        subprotocols=["streamlit", *([token] if token else [])],
        max_size=None,
        open_timeout=seconds,
    ) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        socket.send(asked.SerializeToString())
        said = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(socket.recv(timeout=seconds))
            said.append(str(message))
            if message.WhichOneof("type") == "script_finished":
                return "\n".join(said).replace('\\"', '"')
