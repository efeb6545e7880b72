"""`thangdo verify`: whether a sealed publication is whole, who signed it, and whether its numbers follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import BAD, FAILED, Language, Tongue, said, say, stop, warn
from thangdo.faces.cli.terminal import console

if TYPE_CHECKING:
    from thangdo.rules.index.publication.report import Finding, Report

MOST_PRINTED = 200
LARGEST_KEY = 10_000


def verify(
    publication: Annotated[Path, typer.Argument(help="The sealed publication, a zip.")],
    key: Annotated[
        Path | None,
        typer.Option("--key", help="The signer's public key (PEM or key.pub) or its fingerprint, in a file."),
    ] = None,
    language: Language = Tongue.vi,
) -> None:
    """Check a sealed publication and recompute every number.

    Needs no server and no database. Ends with 0 when all is well; with 1 when a part, a number or the
    signature is not; with 2 when the file is no publication.
    """
    from thangdo.rules.index.publication.signer import fingerprint_of
    from thangdo.rules.index.publication.verifying import verify as verified

    wanted = None if key is None else _read(key, LARGEST_KEY)
    if wanted is not None and fingerprint_of(wanted) is None:
        stop(
            said(
                f"{key}: không phải khóa công khai Ed25519 (PEM hoặc key.pub) hay dấu vân tay của khóa.",
                f"{key}: this is no public Ed25519 key (PEM or key.pub) and no fingerprint of one.",
            )
        )
    content = _read(publication)
    with _progress() as progress:
        report = verified(content, wanted, progress)
    if report.status == "unreadable":
        stop(f"{publication}: {sentence(report.findings[0])}")
    _print(report, language)
    if report.status == "bad":
        raise typer.Exit(FAILED)


def _read(file: Path, most: int | None = None) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read() if most is None else stream.read(most + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        stop(said(f"{file}: không đọc được ({why}).", f"{file}: it cannot be read ({why})."), BAD)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal; silence elsewhere."""
    terminal = console(errors=True)
    if not terminal.is_terminal:
        yield lambda step, done, of: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description:<34}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)

        def update(step: str, done: int, of: int) -> None:
            bar.update(task, description=_step(step), completed=done, total=of)

        yield update


def _step(step: str) -> str:
    return {
        "hash": said("Kiểm tra từng phần", "Checking each part"),
        "evaluate": said("Tính lại điểm, mức, hạng", "Recomputing scores, levels, ranks"),
        "explanations": said("So sánh từng con số", "Comparing every number"),
    }.get(step, step)


def _print(report: Report, language: str) -> None:
    manifest = report.manifest
    if manifest:
        title = manifest.get("title")
        texts = title if isinstance(title, dict) else {}
        say(printable(texts.get(language) or texts.get("vi") or ""))
        again = printable(manifest.get("replaces") or "")
        number, revision = printable(manifest.get("id")), printable(manifest.get("revision"))
        say(said(f"Mã {number}, lần công bố {revision}", f"{number}, revision {revision}"))
        if again:
            say(said(f"Thay thế: {again}", f"Replaces: {again}"))
    if report.fingerprint:
        say(said("Khóa ký: ", "Signing key: ") + f"sha256:{report.fingerprint}")
    for finding in report.findings[:MOST_PRINTED]:
        warn(sentence(finding))
    hidden = len(report.findings) - MOST_PRINTED + report.more
    if hidden > 0:
        warn(said(f"… và {hidden} chỗ khác nữa.", f"… and {hidden} more."))
    for notice in report.notices:
        warn(sentence(notice))
    if report.status == "bad":
        count = len(report.findings) + report.more
        warn(said(f"KHÔNG ĐÚNG: {count} chỗ sai khác.", f"NOT GOOD: {count} difference{'s' * (count > 1)}."))
    else:
        say(_well(report))


def _well(report: Report) -> str:
    counted = said(
        f"đã tính lại {report.numbers} điểm số của {report.units} đơn vị.",
        f"{report.numbers} scores of {report.units} units recomputed.",
    )
    if report.signer == "checked":
        return said("ĐÚNG, do khóa đã cho ký; ", "Good, signed by the key given; ") + counted
    return (
        said(
            "Nhất quán, chưa kiểm tra người ký (hãy đối chiếu dấu vân tay của khóa, hoặc dùng --key); ",
            "Consistent, signer not checked (compare the fingerprint, or use --key); ",
        )
        + counted
    )


def sentence(finding: Finding) -> str:
    """A finding in the reader's language."""
    from thangdo.faces.look import phrasing

    told = {key: phrasing.fact(value, said("vi", "en")) for key, value in finding.facts.items()}
    facts = {key: printable(value) for key, value in told.items()} | {"place": _place(finding)}
    pair = _SENTENCES.get(finding.code)
    return said(*pair).format(**facts) if pair else f"{finding.code}: {dict(finding.facts)}"


def printable(value: object) -> str:
    """A text of a stranger's file without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in str(value))


def _place(finding: Finding) -> str:
    """Of whom and of what a finding speaks: «unit 17, node A1»."""
    names = {
        "unit": ("đơn vị", "unit"),
        "facet": ("phần", "facet"),
        "peer_group": ("nhóm", "group"),
        "node": ("tiêu chí", "node"),
        "line": ("dòng", "line"),
    }
    told = [
        f"{said(*names[key])} {printable(value)}"
        for key, value in finding.facts.items()
        if key in names and value != ""
    ]
    return ", ".join(told)


_SENTENCES: dict[str, tuple[str, str]] = {
    "empty": ("tệp rỗng.", "the file is empty."),
    "not-a-zip": (
        "không phải tệp zip, hoặc tệp bị cắt cụt; hãy tải lại.",
        "this is no zip, or it is cut short; download it again.",
    ),
    "not-ours": ("không phải bộ kết quả công bố của Thang Đo.", "this is no publication of Thang Đo."),
    "too-many-members": (
        "tệp zip có quá nhiều tệp bên trong; không mở.",
        "the zip holds too many files; it was not opened.",
    ),
    "too-large": (
        "tệp quá lớn ({bytes} byte, tối đa {most}); không mở.",
        "the file is too large ({bytes} bytes, at most {most}); it was not opened.",
    ),
    "unknown-format": (
        "phiên bản định dạng {stated}; phần mềm này đọc được phiên bản {ours}. Hãy cập nhật phần mềm.",
        "the format's version is {stated}, and this software reads {ours}. Update the software.",
    ),
    "part-missing": ("Thiếu phần {part}.", "The part {part} is missing."),
    "part-added": ("Có thêm phần {part}, không thuộc bộ kết quả.", "The part {part} was added."),
    "part-doubled": ("Phần {part} có {times} lần.", "The part {part} is there {times} times."),
    "part-changed": (
        "Phần {part} đã bị sửa (SHA-256 {found}, lúc ký là {stated}).",
        "The part {part} was changed (SHA-256 {found}, when signed {stated}).",
    ),
    "part-damaged": ("Phần {part} bị hỏng ({why}).", "The part {part} is damaged ({why})."),
    "part-malformed": ("Phần {part} không đúng dạng: {why}.", "The part {part} is not as it must be: {why}."),
    "unsafe-name": (
        "Tên tệp bên trong không an toàn: {part}.",
        "A file inside has an unsafe name: {part}.",
    ),
    "bytes-added": (
        "Có dữ liệu lạ trước hoặc sau nội dung của tệp zip.",
        "There are foreign bytes before or after the content of the zip.",
    ),
    "bad-signature": (
        "Chữ ký không khớp với {part}: bảng kê (manifest.json), chữ ký hoặc khóa đã bị sửa.",
        "The signature in {part} is not good: the manifest, the signature or the key was changed.",
    ),
    "other-signer": (
        "Do khóa khác ký: sha256:{found}, không phải sha256:{expected}.",
        "Signed by another key: sha256:{found}, not sha256:{expected}.",
    ),
    "key-differs": (
        "Khóa trong key.pub (sha256:{found}) khác khóa ghi trong bảng kê ({stated}).",
        "The key in key.pub (sha256:{found}) is not the one that the manifest names ({stated}).",
    ),
    "number-differs": (
        "{part}, {place}: {what} ghi là {stated}, tính lại là {recomputed}.",
        "{part}, {place}: {what} is stated as {stated}, recomputed as {recomputed}.",
    ),
    "row-missing": ("{part}: thiếu {place}.", "{part}: {place} is missing."),
    "row-added": ("{part}: thừa {place}.", "{part}: {place} was added."),
    "row-doubled": ("{part}: {place} có hai lần.", "{part}: {place} is there twice."),
    "rows-reordered": ("{part}: thứ tự các dòng đã bị đổi.", "{part}: the rows are in another order."),
    "cannot-recompute": ("Không tính lại được: {why}.", "The numbers cannot be recomputed: {why}."),
    "other-engine": (
        "Lưu ý: được tính bằng quy tắc tính phiên bản {stated}; phần mềm này dùng phiên bản {ours}.",
        "Note: computed by version {stated} of the engine; this software has version {ours}.",
    ),
}
