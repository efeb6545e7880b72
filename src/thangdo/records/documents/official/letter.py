"""What every official document has around its text: heads, number, day, addressees, recipients, signature."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, TypeVar

from thangdo.records import library
from thangdo.records.documents.official.words import in_full

Getter = TypeVar("Getter", bound=Callable[..., object])


def meant(vi: str) -> Callable[[Getter], Getter]:
    """Marks a property that a template may use as a placeholder, with its meaning in Vietnamese."""

    def marked(getter: Getter) -> Getter:
        getter.vi = vi  # type: ignore[attr-defined]
        return getter

    return marked


@dataclass(frozen=True)
class Form:
    """What the form of documents asks for that the law of the day decides (`library/forms/forms.json`)."""

    source: Annotated[str, "Văn bản quy định thể thức"]
    number_on_top: Annotated[bool, "Số trang ở giữa lề trên (Nghị định 30/2020/NĐ-CP)"]
    number_below: Annotated[bool, "Số trang ở góc phải cuối trang (Thông tư 01/2011/TT-BNV)"]
    grounds_italic: Annotated[bool, "Căn cứ ban hành viết nghiêng"]
    grounds_end: Annotated[str, "Dấu sau căn cứ cuối cùng"]
    proposed_by: Annotated[str, "Cách mở đầu dòng đề nghị: Theo đề nghị của / Xét đề nghị của"]


@lru_cache(maxsize=1)
def _forms() -> list[tuple[date, Form]]:
    rows = json.loads(library.read_text("forms", "forms.json"))["forms"]
    return [(date.fromisoformat(row.pop("from")), Form(**row)) for row in rows]


@dataclass(frozen=True)
class Law:
    """A law that grounds may name. since, until: the first and the last day on which it holds, None: still.

    status: how far its text was checked (read, excerpt, title, third-party), with the source of what is said.
    """

    name: str
    number: str
    since: date
    until: date | None
    status: str
    source: str

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@lru_cache(maxsize=1)
def laws_of_local_government() -> tuple[Law, ...]:
    """The laws on the organisation of local government that the library knows, the oldest first.

    >>> [law.number for law in laws_of_local_government()]
    ['77/2015/QH13', '47/2019/QH14', '65/2025/QH15', '72/2025/QH15']
    """
    rows = json.loads(library.read_text("forms", "forms.json"))["local_government"]
    return tuple(
        Law(
            row["law"],
            row["number"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["status"],
            row["source"],
        )
        for row in rows
    )


def law_of_local_government(day: date) -> tuple[str, ...]:
    """The laws on the organisation of local government in force on a day, as grounds name them.

    >>> law_of_local_government(date(2026, 7, 3))
    ('Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025',)
    """
    return tuple(law.name for law in laws_of_local_government() if law.holds(day))


def form_of(day: date | None) -> Form:
    """The form in force on a day: the newest for a day not yet known, the oldest that is kept before all."""
    forms = _forms()
    if day is None:
        return forms[-1][1]
    return next((form for start, form in reversed(forms) if start <= day), forms[0][1])


@dataclass(frozen=True)
class Signature:
    """Who signs: the lines of authority from above to below, the title, the name."""

    authority: Annotated[tuple[str, ...], "Các dòng thẩm quyền ký: TM. …, KT. …, TL. …"]
    title: Annotated[str, "Chức vụ của người ký, ví dụ CHỦ TỊCH"]
    name: Annotated[str, "Họ và tên người ký; để trống khi chưa ký"] = ""


@dataclass(frozen=True)
class Letter:
    """The frame of a document. number: "" and day: None leave a blank to be filled in by the clerk.

    superior, issuer: as the head has them, in capitals; superior "" where there is none to name.
    addressees: the lines after *Kính gửi*. grounds: each without its closing mark. proposer: the office on
    whose proposal it is issued, "" for none.
    """

    superior: Annotated[str, "Cơ quan chủ quản trực tiếp"]
    issuer: Annotated[str, "Cơ quan ban hành văn bản"]
    issued_by: Annotated[str, "Tên cơ quan ban hành viết trong câu, ví dụ Sở Thông tin và Truyền thông"]
    symbol: Annotated[str, "Ký hiệu, ví dụ QĐ-UBND"]
    place: Annotated[str, "Địa danh"]
    abstract: Annotated[str, "Trích yếu nội dung"]
    signature: Annotated[Signature, "Chữ ký"]
    number: Annotated[str, "Số văn bản; để trống khi chưa cấp số"] = ""
    day: Annotated[date | None, "Ngày ban hành"] = None
    addressees: Annotated[tuple[str, ...], "Nơi gửi đến (Kính gửi)"] = ()
    grounds: Annotated[tuple[str, ...], "Căn cứ ban hành"] = ()
    proposer: Annotated[str, "Cơ quan đề nghị ban hành"] = ""
    recipients: Annotated[tuple[str, ...], "Các dòng Nơi nhận, không kể gạch đầu dòng"] = ()

    @property
    @meant("Số và ký hiệu: 15/QĐ-UBND")
    def number_and_symbol(self) -> str:
        if "/" in self.number:  # the clerk wrote the symbol too
            return self.number
        number = f"0{self.number}" if self.number.isdigit() and len(self.number) == 1 else self.number
        return f"{number or '………'}/{self.symbol}"

    @property
    @meant("Địa danh và ngày: Tỉnh Mẫu, ngày 03 tháng 7 năm 2019")
    def place_and_date(self) -> str:
        return f"{self.place}, {in_full(self.day)}"

    @property
    @meant("Ngày ban hành viết đủ: ngày 03 tháng 7 năm 2019")
    def long_day(self) -> str:
        return in_full(self.day)

    @property
    @meant("Quy định thể thức theo ngày ban hành")
    def form(self) -> Form:
        return form_of(self.day)

    @property
    @meant("Căn cứ, có dấu chấm phẩy và dấu kết thúc")
    def ground_lines(self) -> tuple[str, ...]:
        said = list(self.grounds)
        if self.proposer:
            said.append(f"{self.form.proposed_by} {self.proposer}")
        return _closed(said, self.form.grounds_end)

    @property
    @meant("Các dòng Nơi nhận, có gạch đầu dòng và dấu câu")
    def recipient_lines(self) -> tuple[str, ...]:
        return tuple(f"- {line}" for line in _closed(self.recipients, "."))

    @property
    @meant("Các dòng mời, mỗi dòng một nơi")
    def invited_lines(self) -> tuple[str, ...]:
        return tuple(f"- {line}" for line in _closed(self.addressees, "."))

    @property
    @meant("Nơi gửi đến duy nhất; trống khi có nhiều nơi")
    def one_addressee(self) -> str:
        return self.addressees[0] if len(self.addressees) == 1 else ""

    @property
    @meant("Các dòng nơi gửi đến khi có nhiều nơi")
    def addressee_lines(self) -> tuple[str, ...]:
        many = self.addressees if len(self.addressees) > 1 else ()
        return tuple(f"- {line}" for line in _closed(many, "."))


def _closed(lines: tuple[str, ...] | list[str], last: str) -> tuple[str, ...]:
    """Each line with a semicolon, the last with `last`, whatever mark it came with."""
    bare = [line.rstrip().rstrip(";.,") for line in lines if line.strip()]
    return tuple(line + (last if place == len(bare) - 1 else ";") for place, line in enumerate(bare))
