"""A throw-away authority and a certificate of 127.0.0.1, made anew for each run."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_PEM = serialization.Encoding.PEM


def make(folder: Path) -> tuple[Path, Path, Path]:
    """(certificate, its key, bundle of authorities to trust), written into `folder`.

    The bundle is the machine's own with ours at its end: reading some 140 authorities is what a
    new TLS context costs in earnest, so it must not be left out here.
    """
    day = timedelta(days=1)
    now = datetime.now(UTC)
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "PhiLiang benchmark root")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])

    def certificate(
        subject: x509.Name, of: rsa.RSAPrivateKey, extension: x509.ExtensionType
    ) -> bytes:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(of.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - day)
            .not_valid_after(now + day)
            .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
            .sign(root_key, hashes.SHA256())
            .public_bytes(_PEM)
        )

    loopback = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    written = folder / "certificate.pem", folder / "key.pem", folder / "bundle.pem"
    written[0].write_bytes(certificate(name, key, loopback))
    written[1].write_bytes(
        key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    usual = ssl.get_default_verify_paths().cafile
    trusted = Path(usual).read_bytes() if usual else b""
    root = certificate(root_name, root_key, x509.BasicConstraints(ca=True, path_length=0))
    written[2].write_bytes(trusted + b"\n" + root)
    return written
