"""The board behind the real nginx, configured as docs/examples/nginx.conf says: TLS, socket, path, limit."""

import http.client
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Page, expect

from tests.browser.serving import REPOSITORY, free_port, still
from tests.sign_in.conftest import NODE, Signed, _built, provided, signing_board
from tests.sign_in.test_sign_in import arrived, enter

pytestmark = [pytest.mark.services, pytest.mark.browser]
EXAMPLE = REPOSITORY / "docs" / "examples" / "nginx.conf"


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate of 127.0.0.1 by an authority of this test alone; what trusts it."""
    now = datetime.now(UTC)
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Authority", "127.0.0.1")]

    def signed(subject: x509.Name, public, *more: x509.ExtensionType) -> x509.Certificate:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(names[0]).public_key(public)
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        for each in more:
            made = made.add_extension(each, critical=False)
        return made.sign(authority, hashes.SHA256())

    root = signed(names[0], authority.public_key(), x509.BasicConstraints(ca=True, path_length=None))
    place = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    board = signed(names[1], key.public_key(), place)
    pem = serialization.Encoding.PEM
    (folder / "board.crt").write_bytes(board.public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "board.key").write_bytes(key.private_bytes(pem, *plain))
    return ssl.create_default_context(cadata=root.public_bytes(pem).decode())


@pytest.fixture
def nginx(root_like, tmp_path: Path) -> Iterator[tuple[Signed, ssl.SSLContext]]:
    """A board under https://127.0.0.1:PORT/fazhi/, and what trusts its certificate."""
    if not shutil.which("nginx") or not (NODE / "installed").is_file():
        pytest.skip("no nginx or no OpenID provider here: make test-services installs them")
    root, (provider_port, port, tls_port) = root_like("built", _built), (free_port(), free_port(), free_port())
    address = f"https://127.0.0.1:{tls_port}/fazhi"
    trusting = certificate(tmp_path)
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in (
        ("BOARD.EXAMPLE", "127.0.0.1"),
        ("/etc/fazhi", str(tmp_path)),
        ("listen 443", f"listen 127.0.0.1:{tls_port}"),
        ("127.0.0.1:8501", f"127.0.0.1:{port}"),
    ):
        assert old in text
        text = text.replace(old, new)
    folders = "".join(f"{name}_temp_path {tmp_path}/{name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    head = f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/nginx.log; events {{}}"
    (tmp_path / "nginx.conf").write_text(
        f"{head}\nhttp {{ access_log off; client_body_temp_path {tmp_path}/body; {folders}\n{text} }}", encoding="utf-8"
    )
    with (
        provided(tmp_path / "provider", provider_port, f"{address}/oauth2callback") as provider,
        signing_board(root, tmp_path, provider.address, port, board=address) as log,
    ):
        command = ["nginx", "-e", str(tmp_path / "nginx.log"), "-c", str(tmp_path / "nginx.conf")]
        proxy = subprocess.Popen(command)
        try:
            transport = httpx.HTTPTransport(verify=trusting, retries=20)
            with httpx.Client(transport=transport, timeout=30) as client:
                assert client.get(f"{address}/_stcore/health").text == "ok"
            yield Signed(address, provider, root, log), trusting
        finally:
            proxy.terminate()
            proxy.wait(20)


@pytest.fixture
def page(chromium) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, ignore_https_errors=True)
    yield context.new_page()
    context.close()


def test_a_person_signs_in_and_works_over_tls_under_a_path(nginx: tuple[Signed, ssl.SSLContext], page: Page) -> None:
    board, _ = nginx
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    enter(page, board, "administrator", "/goals?lang=en&org=longjin&year=2023")
    arrived(page)
    assert page.url.startswith(f"{board.address}/goals?") and "year=2023" in page.url
    page.get_by_role("link", name="Metrics", exact=True).click()
    page.wait_for_url(re.compile(re.escape(board.address) + "/metrics"))
    page.goto(f"{board.address}/metrics?lang=en&org=longjin&year=2023&metric=law_trainings")
    expect(page.locator(".chart[data-drawn=yes]").first).to_be_visible(timeout=30_000)
    still(page)
    ours = [each for each in page.context.cookies() if each["path"].startswith("/fazhi")]
    assert ours and all(each["secure"] and each["sameSite"] == "Lax" for each in ours)
    assert all(each["httpOnly"] for each in ours if each["name"] != "_streamlit_xsrf")
    page.get_by_text("管理员甲").click()
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name=re.compile("Yes")).click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.url.startswith(board.address)
    assert failed == []


def test_the_browser_is_told_to_keep_to_tls_and_the_api_answers_under_the_path(
    nginx: tuple[Signed, ssl.SSLContext],
) -> None:
    board, trusting = nginx
    with httpx.Client(verify=trusting) as client:
        answer = client.get(f"{board.address}/", headers={"accept": "text/html"})
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert client.get(f"{board.address}/api/v1/metrics").status_code == 401
        assert client.get(f"{board.address}/readyz").json() == {"status": "ready"}
        assert client.get(board.address, follow_redirects=False).headers["location"].endswith("/fazhi/")


def test_what_is_too_large_is_refused_before_it_reaches_the_board(nginx: tuple[Signed, ssl.SSLContext]) -> None:
    board, trusting = nginx
    where = urlsplit(board.address)
    connection = http.client.HTTPSConnection(where.netloc, context=trusting, timeout=30)
    connection.putrequest("POST", f"{where.path}/board/table.csv")
    connection.putheader("Content-Length", str(400 << 20))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    "header", [{"Host": "evil.example"}, {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1"}]
)
def test_another_name_is_refused(nginx: tuple[Signed, ssl.SSLContext], header: dict[str, str]) -> None:
    board, trusting = nginx
    with httpx.Client(verify=trusting) as client:
        answer = client.get(f"{board.address}/?lang=en", headers=header)
        assert answer.status_code == 403 and "served under this name" in answer.text
