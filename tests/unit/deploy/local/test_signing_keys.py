import stat
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.keys import make_signing_key, public_key, thumbprint


def test_a_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "employees.pem"
    make_signing_key(path)
    first = path.read_bytes()
    make_signing_key(path)
    assert path.read_bytes() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_public_half_verifies_what_the_private_half_signed(tmp_path: Path) -> None:
    make_signing_key(tmp_path / "key.pem")
    _, pem = public_key(tmp_path / "key.pem")
    token = jwt.encode({"sub": "someone"}, (tmp_path / "key.pem").read_bytes(), algorithm="ES256")
    assert jwt.decode(token, pem, algorithms=["ES256"]) == {"sub": "someone"}


def test_the_key_id_is_the_thumbprint_of_rfc_7638() -> None:
    # The point is that of RFC 7515, appendix A.3; the digest was computed with sha256sum.
    numbers = ec.EllipticCurvePublicNumbers(
        x=int("7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445", 16),
        y=int("c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad", 16),
        curve=ec.SECP256R1(),
    )
    key = numbers.public_key()
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert pem.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert thumbprint(key) == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"
