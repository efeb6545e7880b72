"""Vietnamese words that an official reads otherwise than we mean them were given up; none comes back.

Each was decided on after officials' reading (docs/glossary.md). Quoted sentences keep their words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po
from docx import Document

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "thangdo"

#: given up -> what stands in its place
GIVEN_UP = {
    r"ký gửi": "ký duyệt và gửi (ký gửi is to leave goods on consignment)",
    r"sổ cái": "nhật ký hệ thống (sổ cái is the accountant's general ledger)",
    r"mã dự phòng": "mã khôi phục",
    r"xác thực lớp thứ hai|phương thức thứ hai": "xác thực hai lớp",
    r"minh chứng": "tài liệu kiểm chứng",
    r"trễ hạn": "quá hạn (not done), gửi chậm (done late)",
    r"sổ excel|sổ kết quả|tải sổ|gửi lại sổ": "tệp Excel, bảng kết quả (Excel)",
    r"khép lại": "kết thúc",
    r"tiến trình nền": "hệ thống đang xử lý",
    r"bảng điểm": "trang công bố kết quả",
    r"trong lúc đóng dấu": "ký số",
    r"đồng chí": "no pronoun in the office, bạn on public pages",
    r"chức vụ của bạn|nhiệm vụ đang giữ|giữ nhiệm vụ": "vai trò (an office held); nhiệm vụ is an order given",
    r"micrô|máy quay": "micro, camera",
    r"không có máy quét": "chưa kiểm tra mã độc",
    r"thời hạn giải trình|hạn giải trình": "thời hạn đề nghị xem xét lại",
    r"cấp sở(?!, ngành)": "khối sở, ban, ngành",
    r"nơi yếu|\bchỗ yếu": "nội dung còn hạn chế",
    r"phần việc": "nhiệm vụ của đơn vị",
    r"lớp thứ hai": "xác thực hai lớp",
    r"người kia": "người khác, người sửa sau",
    r"số không thật": "giá trị 0 có thật",
    r"xin gia hạn": "đề nghị gia hạn",
    r"đơn vị yếu nhất": "đơn vị có tỷ lệ nhiệm vụ quá hạn cao nhất",
    r"tài khoản, nhiệm vụ|vé vào họp|nói ngắn gọn|tỉnh đang ở đâu|ngày theo lịch": "docs/glossary.md",
    r"[«»]": "“…” (« » is no Vietnamese usage)",
}
#: whose words these are: the newspaper's, an older edition's, a decision's own
QUOTED = {
    "library/directives": "sentences of the conference of 3 July 2019, and what is named after them",
    "library/conferences": "the same",
    "library/programmes": "the same",
    "library/editions": "editions are dated: a published one keeps its words",
}


def catalogue() -> Iterator[tuple[str, str]]:
    """Texts of the pages: English, Vietnamese."""
    with (PACKAGE / "site/locale/vi/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file, locale="vi"):
            for text in [message.string] if isinstance(message.string, str) else message.string:
                yield f"django.po: {message.id}", text


def vietnamese(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Each Vietnamese text of a YAML file, whatever it is nested in."""
    if isinstance(value, dict):
        for key, within in value.items():
            yield from vietnamese(within, f"{where} {key}")
    elif isinstance(value, list):
        for within in value:
            yield from vietnamese(within, where)
    elif isinstance(value, str) and where.endswith(" vi"):
        yield where, value


def library() -> Iterator[tuple[str, str]]:
    """Sentences for codes, and other texts of the library that are the product's own."""
    for path in sorted((PACKAGE / "library").rglob("*.yaml")):
        name = path.relative_to(PACKAGE).as_posix()
        if not any(name.startswith(folder) for folder in QUOTED):
            yield from vietnamese(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader), name)


def files() -> Iterator[tuple[str, str]]:
    """Code, templates of papers and guides: line by line, for Vietnamese stands in them as it is shown."""
    code = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    more = [*PACKAGE.rglob("*.typ"), *(ROOT / "docs").glob("*.vi.md"), ROOT / "README.vi.md"]
    for path in sorted([*code, *more]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT).as_posix()}:{number}", line


def forms() -> Iterator[tuple[str, str]]:
    """The Word forms of the library, paragraph by paragraph: their texts and those of their heads."""
    for path in sorted((PACKAGE / "library" / "forms").glob("*.docx")):
        document = Document(str(path))
        tables = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in [*document.paragraphs, *(one for cell in tables for one in cell.paragraphs)]:
            yield path.name, paragraph.text


def pages() -> Iterator[tuple[str, str]]:
    """What is written into templates and scripts themselves."""
    for path in sorted([*PACKAGE.rglob("*.html"), *(PACKAGE / "faces").rglob("*.js")]):
        if "vega" not in path.name:
            yield path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")


SOURCES = {"catalogue": catalogue, "library": library, "files": files, "forms": forms, "pages": pages}
#: where a word stands for what it means itself
MEANT = {
    "src/thangdo/records/documents/official/samples.py": "a speech is given to a hall",
    "src/thangdo/work/samples/directives.py": "quotes the conference",
    "src/thangdo/work/reproductions/": "quotes what was published",
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_word_that_was_given_up_is_back(source: str) -> None:
    """A word that officials misread stands again in a page, a sentence, a paper or a guide."""
    back = [
        f"{where}: «{found[0]}»: {instead}"
        for where, text in SOURCES[source]()
        if not any(where.startswith(folder) for folder in MEANT)
        for word, instead in GIVEN_UP.items()
        if (found := re.search(word, unicodedata.normalize("NFC", " ".join(text.split())), re.IGNORECASE))
    ]
    assert back == []


def test_an_office_page_calls_an_official_by_a_pronoun() -> None:
    """*Bạn* is for citizens: a text that only pages of the office show has no pronoun."""
    with (PACKAGE / "site/locale/vi/LC_MESSAGES/django.po").open("rb") as file:
        found = [
            str(message.id)
            for message in read_po(file, locale="vi")
            if message.locations and all("/faces/office/" in place for place, _ in message.locations)
            for text in ([message.string] if isinstance(message.string, str) else message.string)
            if re.search(r"\bbạn\b", text, re.IGNORECASE) and "chỉ định bạn" not in text
        ]
    assert found == []
