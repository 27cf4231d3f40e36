"""The shipped configuration of nginx, put on ports and certificates of a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.platform.test_up import ROOT

MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for it, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "chat.example.com")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    key_file, chain = folder / "key.pem", folder / "chain.pem"
    kind = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key_file, chain


def nginx_site(folder: Path, port: int, webs: list[int], *, encrypted: bool) -> Path:
    """A whole configuration around the shipped site; where it is."""
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    key, chain = certificate(folder)
    changes = {
        "listen 443 ssl http2": f"listen 127.0.0.1:{port}{' ssl http2' if encrypted else ''}",
        "/etc/ssl/chat.example.com.pem": str(chain),
        "/etc/ssl/chat.example.com.key": str(key),
        "127.0.0.1:8001": f"127.0.0.1:{webs[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{webs[1]}",
    }
    for before, after in changes.items():
        assert before in site
        site = site.replace(before, after)
    (folder / "site.conf").write_text(site)
    config = folder / "nginx.conf"
    config.write_text(MAIN.format(folder=folder))
    return config
