"""Templates that an office hands in: what is wrong is said, and nothing hostile is opened or carried out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from thangdo.records.documents.official import kinds, samples
from thangdo.records.documents.official.kinds import (
    KINDS,
    check_template,
    default_template,
    placeholders,
    render,
)
from thangdo.records.documents.official.opening import BadTemplate
from thangdo.records.documents.reader import bounded


def with_words(words: str, kind: str = "decision") -> bytes:
    """The library's form with one paragraph more."""
    document = Document(io.BytesIO(default_template(kind)))
    document.paragraphs[0].insert_paragraph_before(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """The library's form with parts changed, left out (None) or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(default_template("decision"))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What the child process would do is done here, but where a test proves the process itself."""
    read = bounded.read

    def here(task: str, content: bytes) -> Iterator[Any]:
        if task != "template":
            return read(task, content)
        said: list[Any] = []
        kinds.tell(content, said.append)
        return iter(said)

    if "apart" not in request.node.name:
        monkeypatch.setattr(bounded, "read", here)


def test_a_template_is_tried_and_filled_in_a_process_apart() -> None:
    """Takes over a second: the process imports what fills in templates."""
    data = samples.decision()
    template = with_words("{{ letter.issued_by }}")
    assert check_template("decision", template) == []
    made = render("decision", data, form="docx", template=template)
    assert made == kinds.filled("decision", data, "docx", template)
    with pytest.raises(BadTemplate) as caught:
        render("decision", data, form="docx", template=with_words("{{ nothing }}"))
    assert [one.code for one in caught.value.problems] == ["unknown"]


def test_a_template_that_takes_too_long_apart_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "PATIENCE", 0.2)
    with pytest.raises(BadTemplate) as caught:
        list(kinds._apart("check", "decision", default_template("decision")))
    assert [one.code for one in caught.value.problems] == ["too-much"]


def test_single_braces_are_printed_as_they_stand() -> None:
    (problem,) = check_template("decision", with_words("{letter.abstract} và {ghi chú}"))
    assert problem.code == "single-braces" and "{{ letter.abstract }}" in problem.vi


def test_a_sign_that_no_document_holds_ends_in_a_traceback() -> None:
    data = samples.decision()
    letter = replace(data.letter, abstract="phê duyệt\x0b kết quả", issued_by="Sở\x01 Mẫu")
    made = render("decision", replace(data, letter=letter), form="docx")
    assert Document(io.BytesIO(made)).core_properties.title.startswith("phê duyệt")


def codes(content: bytes, kind: str = "decision") -> list[str]:
    return [problem.code for problem in check_template(kind, content)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_the_library_is_itself_refused(kind: str) -> None:
    assert check_template(kind, default_template(kind)) == []


def test_an_office_cannot_have_words_of_its_own() -> None:
    template = with_words("ĐĂK ĐOA – {{ letter.issued_by|upper }}: {{ levels|length }} cấp")
    assert codes(template) == []
    made = render("decision", samples.decision(), form="docx", template=template)
    text = "\n".join(p.text for p in Document(io.BytesIO(made)).paragraphs)
    assert "ĐĂK ĐOA – CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU: 2 cấp" in text


def test_a_misspelt_placeholder_is_not_named() -> None:
    (problem,) = check_template("decision", with_words("{{ letter.issuer_by }}"))
    assert problem.code == "unknown" and problem.grave
    assert "letter.issuer_by" in problem.vi and "issued_by" in problem.vi and "superior" in problem.en
    (problem,) = check_template("decision", with_words("{% for a in annexes %}{{ a.row }}{% endfor %}"))
    assert "a.row" in problem.en and "rows" in problem.en
    with pytest.raises(BadTemplate, match="no placeholder"):
        render("decision", samples.decision(), form="pdf", template=with_words("{{ nothing }}"))


@pytest.mark.parametrize(
    "words",
    [
        "{{ letter.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ letter['__class__'] }}",
        "{{ letter|attr('issuer') }}",
        "{{ levels|map(attribute='__class__')|list }}",
        "{{ (levels|first).__init__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self }}",
        "{{ 9**999999 }}",
        "{{ 'a' * 999999999 }}",
        "{{ letter.issuer ~ letter.issuer }}",
        "{{ range(999999999) }}",
        "{% for x in range(10) %}x{% endfor %}",
        "{% for a in annexes %}{% for b in annexes %}x{% endfor %}{% endfor %}",
        "{% for a in annexes recursive %}{{ loop(annexes) }}{% endfor %}",
        "{% include 'secret' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% set x = 1 %}",
        "{% macro x() %}{% endmacro %}",
        "{% with x = letter %}{{ x }}{% endwith %}",
        "{{ lipsum.__globals__ }}",
        "{{ config }}",
    ],
)
def test_a_template_reaches_for_more_than_its_data(words: str) -> None:
    template = with_words(words)
    assert any(code in ("hostile", "unknown", "loop", "syntax") for code in codes(template))
    with pytest.raises(BadTemplate):
        render("decision", samples.decision(), form="docx", template=template)


def test_a_command_hides_in_the_head_or_in_the_properties() -> None:
    document = Document(io.BytesIO(default_template("decision")))
    document.sections[0].header.paragraphs[0].add_run("{{ letter.__class__ }}")
    document.core_properties.subject = "{{ letter.__class__ }}"
    out = io.BytesIO()
    document.save(out)
    assert codes(out.getvalue()) == ["hostile"]


@pytest.mark.parametrize(
    "words", ["{{ letter.issuer", "{% if annexes %}", "{% for a in annexes %}{% endif %}", "{{ a b }}"]
)
def test_a_bracket_that_does_not_close_fails_only_when_the_document_is_due(words: str) -> None:
    assert set(codes(with_words(words))) <= {"syntax", "torn"} and codes(with_words(words))


def test_a_loop_tears_a_table_apart() -> None:
    document = Document(io.BytesIO(default_template("decision")))
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "{% for a in annexes %}"
    document.add_paragraph("{% endfor %}")
    out = io.BytesIO()
    document.save(out)
    (problem,) = check_template("decision", out.getvalue())
    assert problem.code == "torn" and "{%tr" in problem.vi


def test_a_macro_comes_in_with_a_template() -> None:
    kinds = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    docm = changed(lambda n, c: c.replace(plain, kinds) if n == "[Content_Types].xml" else c)
    assert codes(docm) == ["program"]
    assert codes(changed(lambda n, c: c, {"word/vbaProject.bin": b"x"})) == ["program"]
    assert codes(changed(lambda n, c: c, {"word/embeddings/a.bin": b"x"})) == ["program"]


def test_a_template_fetches_something_when_it_is_opened() -> None:
    outside = (
        b'<Relationship Id="rId99" TargetMode="External" Target="file:///etc/passwd" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    linked = changed(lambda n, c: c.replace(b"</Relationships>", outside) if n == name else c)
    assert codes(linked) == ["outside"]
    document = Document(io.BytesIO(default_template("decision")))
    for part in ("DDE", "AUTO c:\\\\windows\\\\cmd.exe"):
        code = OxmlElement("w:instrText")
        code.text = part
        document.paragraphs[0].add_run()._r.append(code)
    out = io.BytesIO()
    document.save(out)
    assert codes(out.getvalue()) == ["field"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "broken"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b"<html></html>", "broken"),
        (b"\xd0\xcf\x11\xe0 an old .doc", "old-word"),
        (b"x" * 10_000_001, "too-large"),
    ],
)
def test_a_file_that_is_no_word_document_breaks_the_page(content: bytes, code: str) -> None:
    assert codes(content) == [code]
    with pytest.raises(BadTemplate):
        render("decision", samples.decision(), form="docx", template=content)


def test_a_zip_of_nothing_fills_the_memory() -> None:
    bomb = changed(lambda n, c: c, {"word/media/a.bin": b"\0" * 61_000_000})
    assert len(bomb) < 200_000 and codes(bomb) == ["too-large"]
    text = changed(lambda n, c: c + b" " * 7_000_000 if n == "word/document.xml" else c)
    assert codes(text) == ["too-large"]


def test_an_entity_grows_without_end() -> None:
    def laugh(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        return content.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "ha">]><w:document', 1)

    assert codes(changed(laugh)) == ["broken"]


def test_a_zip_without_a_document_breaks_the_page() -> None:
    assert codes(changed(lambda n, c: None if n == "word/document.xml" else c)) == ["broken"]
    assert codes(changed(lambda n, c: b"<broken" if n == "word/document.xml" else c)) == ["broken"]


def test_a_pdf_silently_loses_what_word_shows() -> None:
    document = Document(io.BytesIO(default_template("decision")))
    document.add_paragraph("một", style="List Bullet")
    numbering = OxmlElement("w:numPr")
    document.add_paragraph("hai")._p.get_or_add_pPr().append(numbering)
    out = io.BytesIO()
    document.save(out)
    (problem,) = check_template("decision", out.getvalue())
    assert problem.code == "no-pdf" and not problem.grave
    assert render("decision", samples.decision(), form="docx", template=out.getvalue())
    with pytest.raises(BadTemplate):
        render("decision", samples.decision(), form="pdf", template=out.getvalue())


def test_a_cell_that_is_left_empty_makes_a_file_that_word_does_not_open() -> None:
    document = Document(io.BytesIO(default_template("decision")))
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{%p if not annexes %}"
    cell = document.tables[-1].cell(0, 0)
    cell.add_paragraph("không có")
    cell.add_paragraph("{%p endif %}")
    out = io.BytesIO()
    document.save(out)
    made = render("decision", samples.decision(), form="docx", template=out.getvalue())
    assert [c.tag for c in Document(io.BytesIO(made)).tables[-1].cell(0, 0)._tc][-1] == qn("w:p")


@pytest.mark.parametrize("kind", KINDS)
def test_an_officer_is_shown_a_placeholder_without_its_meaning(kind: str) -> None:
    found = placeholders(kind)
    assert [one.name for one in found if not one.vi] == []
    assert len({one.name for one in found}) == len(found)
    if kind == "decision":
        names = {one.name for one in found}
        assert {"letter.number_and_symbol", "annexes[].rows[].reason", "levels[].share_4"} <= names
        assert "letter.day_in_full" in names
