"""The signed paper in the register is another than the one kept, sealed too early, or by anybody."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText

import signers
import world as sample
from signers import SECRET, key
from stages import papers as stage
from stages.papers_signed import BODY, SIGNER, bare, sent, signed
from thangdo.records.acts.frame import do
from thangdo.records.documents.official import kinds
from thangdo.records.files import storage
from thangdo.records.files.models import StoredFile
from thangdo.records.ledger.models import Event
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.papers import actions, queries, sealing, signing
from thangdo.work.papers.actions import PAPERS
from thangdo.work.papers.models import Copy, Mark
from thangdo.work.papers.replaying import differences
from thangdo.work.papers.signing import Kept, Returned, Signed, Undone, bring_back, keep, sign, withdraw
from thangdo.work.replaying import differences as everywhere
from world import World

pytestmark = pytest.mark.django_db
WHERE = (stage.SLUG, 1)


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    """A register with the first paper, kept for signing; the tests' authority is trusted."""
    (tmp_path / "root.pem").write_bytes(signers.root())
    settings.SIGN_ROOTS = str(tmp_path / "root.pem")
    made = sample.build()
    stage.play(made, "sign")
    return made


def act(world: World, does: Callable[..., Any], given: Any, who: str = "secretary") -> dict[str, Any]:
    return dict(signing.done(PAPERS, does, world.actor(who), WHERE, given))


def refused(world: World, code: str, does: Callable[..., Any], given: Any, who: str = "secretary") -> Refused:
    before = Event.objects.filter(type__startswith="paper.").count()
    with pytest.raises(Refused, match=code) as told:
        act(world, does, given, who)
    assert Event.objects.filter(type__startswith="paper.").count() == before
    return told.value


def line(world: World) -> queries.CopyLine:
    return queries.one(world.actor("secretary"), *WHERE).copies[0]


def test_a_person_signs_then_the_body_and_the_register_knows_both(world: World) -> None:
    once = signed()
    act(world, sign, Signed(sent(world, once)))
    assert line(world).state == "signed" and line(world).can == ("bring_back", "sign", "withdraw")
    twice = signed("body", once, BODY)
    act(world, sign, Signed(sent(world, twice), "body"))
    found = line(world)
    assert (found.state, found.can, found.resaved) == ("sealed", (), False)
    told = [(one.role, one.signer, one.state, one.trust, one.here, one.named) for one in found.marks]
    assert told == [
        ("person", SIGNER, "sound", "trusted", True, True),
        ("body", BODY, "sound", "trusted", True, True),
    ]
    stored, name = queries.copy_file(world.actor("observer"), *WHERE, 0)
    assert name == "01-QĐ-UBND-da-ky.pdf" and storage.store().open(stored.sha256).read() == twice
    assert queries.copy_file(world.actor("observer"), *WHERE, 0, original=True)[1] == "01-QĐ-UBND.pdf"
    events = list(
        Event.objects.filter(type__startswith="paper.").order_by("id").values_list("payload", flat=True)
    )
    assert SIGNER not in str(events) and signers.AUTHORITY in str(events)
    assert events[-1]["before"] == events[-2]["after"] != events[-1]["after"]
    assert differences() == []
    refused(world, "wrong-state", withdraw, Undone("Nhầm văn bản"))


def test_the_seal_stands_before_the_signature_or_is_put_by_who_does_not_keep_it(world: World) -> None:
    alone = signed("body", who=BODY)
    refused(world, "seal-before-signature", sign, Signed(sent(world, alone), "body"))
    refused(world, "attached-is-main", sign, Signed(sent(world, alone), "attached"))
    with pytest.raises(NotAllowed):
        act(world, sign, Signed(sent(world, alone, "chairman"), "body", alone=True), "chairman")
    act(world, sign, Signed(sent(world, alone), "body", alone=True))
    assert line(world).state == "sealed"


def test_a_paper_signed_elsewhere_is_ours_or_it_is_said_what_differs(world: World) -> None:
    def back(content: bytes, **more: Any) -> Returned:
        return Returned(sent(world, content), **more)

    def note(content: bytes) -> bytes:
        writer = PdfWriter(io.BytesIO(content), incremental=True)
        writer.add_annotation(0, FreeText(text="99", rect=(100, 400, 300, 420)))
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    resaved = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(bare())).write(resaved)
    refused(world, "returned-unsigned", bring_back, back(bare()))
    refused(world, "returned-unsigned", bring_back, back(resaved.getvalue()))
    refused(world, "returned-changed-after", bring_back, back(note(signed())))
    refused(world, "returned-changed", bring_back, back(signed(of=note(bare()))))
    other = refused(world, "returned-other", bring_back, back(signed(of=bare("report"))))
    assert other.facts["page"] == 1 and other.facts["theirs"] != other.facts["ours"]
    stranger = refused(world, "signature-unknown", bring_back, back(signed(issuer="Người lạ")))
    assert stranger.facts["issuer"] == "Người lạ"
    refused(world, "too-few-signatures", bring_back, back(signed(), role="both"))
    refused(world, "no-such-file", bring_back, Returned(sent(world, signed(who="Ai đó"), "publisher")))
    again = back(signed(of=resaved.getvalue()))
    refused(world, "returned-saved-anew", bring_back, again)
    act(world, bring_back, Returned(again.file, resaved=True))
    assert line(world).resaved and not line(world).marks[0].here
    refused(world, "returned-stripped", bring_back, back(signed(who="Phó Chủ tịch")))
    act(world, withdraw, Undone("Ký nhầm bản"))
    assert not Copy.objects.exists() and not Mark.objects.exists() and differences() == []
    act(world, keep, Kept(sent(world, bare())))
    act(world, bring_back, back(signed("body", signed(), BODY), role="both"))
    assert [one.role for one in line(world).marks] == ["person", "body"] and line(world).state == "sealed"
    assert differences() == []


def test_what_is_kept_for_signing_is_this_paper_and_bears_no_signature(world: World) -> None:
    draft: Any = kinds.KINDS["decision"].sample()
    other = dataclasses.replace(draft, letter=dataclasses.replace(draft.letter, number="77"))
    found = refused(
        world, "kept-other-number", keep, Kept(sent(world, kinds.render("decision", other, form="pdf")))
    )
    assert (found.facts["theirs"], found.facts["ours"]) == ("77/QĐ-UBND", "01/QĐ-UBND")
    refused(world, "kept-is-signed", keep, Kept(sent(world, signed())))
    refused(world, "no-such-file", keep, Kept("0" * 64))
    refused(world, "attached-untitled", keep, Kept(sent(world, bare("report")), 1))
    right = dataclasses.replace(draft, letter=dataclasses.replace(draft.letter, number="1"))
    act(world, keep, Kept(sent(world, kinds.render("decision", right, form="pdf"))))
    assert line(world).numbered and line(world).pages


def test_a_paper_that_goes_with_it_bears_the_mark_of_the_body_alone(world: World) -> None:
    annex = bare("weak-places")
    act(world, keep, Kept(sent(world, annex), 1, "Phụ lục"))
    act(world, sign, Signed(sent(world, signed("attached", annex, BODY)), "attached", 1))
    found = queries.one(world.actor("secretary"), *WHERE)
    assert [(one.part, one.title, one.state) for one in found.copies] == [
        (0, "", "kept"),
        (1, "Phụ lục", "sealed"),
    ]
    assert differences() == []


def test_the_seal_that_is_kept_here_goes_on_papers_of_its_own_body_only(
    world: World, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "seal.p12").write_bytes(key("Sở Khác", "Sở Khác"))
    (tmp_path / "secret").write_text(SECRET)
    settings.SEAL_PKCS12, settings.SEAL_PKCS12_PASSPHRASE_FILE = (
        str(tmp_path / "seal.p12"),
        str(tmp_path / "secret"),
    )
    who = world.actor("secretary")
    sealing.with_file(who, WHERE, "person", 0, False, key(SIGNER), SECRET)
    with pytest.raises(Refused, match="seal-of-another"):
        sealing.with_kept_key(who, WHERE, "body", 0, False)
    settings.SEAL_UNIT = ":".join(world.ref("province"))
    sealing.with_kept_key(who, WHERE, "body", 0, False)
    assert [one.named for one in line(world).marks] == [True, False], "whose seal it is can be seen"
    with pytest.raises(Refused, match="wrong-state"):
        sealing.with_file(who, WHERE, "person", 0, False, key(SIGNER), SECRET)


def test_a_wrong_passphrase_or_time_server_loses_nothing(world: World, settings: Any) -> None:
    who, before = world.actor("secretary"), StoredFile.objects.count()
    with pytest.raises(Refused, match="key-not-opened"):
        sealing.with_file(who, WHERE, "person", 0, False, key(SIGNER), "sai")
    settings.TIME_SERVER = "http://127.0.0.1:1/"
    with pytest.raises(Refused, match="no-time-from-server"):
        sealing.with_file(who, WHERE, "person", 0, False, key(SIGNER), SECRET)
    assert line(world).state == "kept" and StoredFile.objects.count() == before
    settings.TIME_SERVER = ""
    sealing.with_file(who, WHERE, "person", 0, False, key(SIGNER), SECRET)
    assert line(world).state == "signed"


def test_a_kept_paper_or_its_signatures_are_changed_unseen(world: World) -> None:
    sealing.with_file(world.actor("secretary"), WHERE, "person", 0, False, key(SIGNER), SECRET)
    assert [one for one in everywhere() if one[0] in ("papers", "files")] == []
    was = Mark.objects.values().get()
    for field, value in (("trust", "unknown"), ("serial", "1"), ("role", "body")):
        Mark.objects.update(**{field: value})
        assert differences() == ["marks"]
        mark = Mark.objects.get()
        setattr(mark, field, was[field])
        mark.save()
    Copy.objects.update(state="sealed")
    assert "copies" in differences()
    path = Path(storage.folder()) / line(world).current[:2] / line(world).current[2:]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    said = [text for kind, text in everywhere() if kind == "papers" and "gone or has been changed" in text]
    assert said == [f"{stage.SLUG} 01/QĐ-UBND: the file is gone or has been changed"]


def test_programs_and_pages_do_not_know_the_register_of_others(world: World) -> None:
    with pytest.raises(Refused, match="no-such-book"):
        queries.copy_file(world.actor("reporter"), *WHERE, 0)
    with pytest.raises(Refused, match="no-such-copy"):
        queries.copy_file(world.actor("secretary"), *WHERE, 3)
    with pytest.raises(NotAllowed):
        do(PAPERS, keep, world.actor("reporter"), WHERE, Kept("0" * 64))
    assert actions.PAPERS.acts.keys() >= {"keep", "sign", "bring_back", "withdraw"}
