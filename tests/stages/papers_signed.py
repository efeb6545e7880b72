"""PDFs of the register's first paper for the stage: as it is to be signed, and signed by its signer."""

from __future__ import annotations

from functools import cache

from signers import NOW, SECRET, key
from thangdo.records.documents.official import kinds
from thangdo.records.documents.signing import keys, signing
from thangdo.records.documents.signing.marks import Mark, Role
from thangdo.records.files.store import put
from world import World

SIGNER, BODY = "Nguyễn Văn Mẫu", "Ủy ban nhân dân tỉnh Mẫu"


@cache
def bare(kind: str = "decision") -> bytes:
    """The paper, its number left blank."""
    return kinds.render(kind, kinds.KINDS[kind].sample(), form="pdf")


@cache
def signed(role: Role = "person", of: bytes = b"", who: str = SIGNER, issuer: str = "") -> bytes:
    """The paper, or what is given, with one more signature."""
    return signing.sign(of or bare(), keys.of_pkcs12(key(who, issuer=issuer), SECRET), Mark(role), NOW)


def sent(world: World, content: bytes, who: str = "secretary") -> str:
    """The hash of a file that somebody has sent."""
    return put([content], "van-ban.pdf", "application/pdf", world.actor(who).by()).sha256
