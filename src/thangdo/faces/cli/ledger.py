"""`thangdo ledger` and `thangdo key`: digests exported, the ledger verified, the signing key changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from thangdo.faces.cli.common import FAILED, MOST_SHOWN, Language, Tongue, said, say, stop, warn, write_file
from thangdo.faces.cli.loading import database_ready
from thangdo.faces.cli.terminal import shown_progress, table

if TYPE_CHECKING:
    from thangdo.records.ledger.keys import BadKey
    from thangdo.records.ledger.verify import Finding, Report

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
ledger = typer.Typer(
    help="The ledger of all acts: export its digests, verify it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
key = typer.Typer(
    help="The key that signs digests and publications.", no_args_is_help=True, pretty_exceptions_enable=False
)


@ledger.command("digest")
def digest(
    out: Annotated[Path, typer.Option("--out", "-o", help="The file of all digests to write.")],
    language: Language = Tongue.vi,
) -> None:
    """Digest what was appended since the last time, and write all digests into a file.

    Keep the file where nobody who administers the database can change it.
    """
    database_ready()
    from django.conf import settings

    from thangdo.records.ledger import digest as digests
    from thangdo.records.ledger import keys

    now = datetime.now(UTC)
    try:
        digests.make(keys.signer(settings.DATA, now), now)
    except keys.BadKey as bad:
        _bad_key(bad)
    last = digests.latest()
    write_file(out, digests.export())
    if last is None:
        say(said(f"{out}: nhật ký hệ thống chưa có sự kiện nào.", f"{out}: the ledger has no event yet."))
        return
    at = _local(last.made_at)
    say(
        said(
            f"{out}: {last.number} bản tóm lược, bản cuối lúc {at} bao đến sự kiện {last.through}, ký bằng "
            f"khóa {last.key_id[:16]}.",
            f"{out}: {last.number} digests; the last, of {at}, covers all up to event {last.through} and is "
            f"signed by key {last.key_id[:16]}.",
        )
    )


@ledger.command("verify")
def verify(
    digest: Annotated[
        Path | None, typer.Option("--digest", help="A file of digests that was kept elsewhere.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Name every finding, however many there are.")] = False,
    language: Language = Tongue.vi,
) -> None:
    """Look for events changed, missing, inserted or moved, cut tails and vanished streams.

    Then replay them, and compare tables, offices, typed texts and files with what they say.
    Exit code 0: nothing was found; 1: something was; 2: the file is no file of digests.
    """
    database_ready(guarded=False)
    from thangdo.records.ledger.verify import BadDigest
    from thangdo.records.ledger.verify import verify as look

    file = _read(digest) if digest else None
    try:
        with shown_progress() as progress:
            told: Callable[[int, int], None] = lambda done, total: progress("ledger", done, total)  # noqa: E731
            report = look(file, told)
    except BadDigest as bad:
        stop(
            said(
                f"{digest}: không phải tệp tóm lược của nhật ký hệ thống, hoặc đã hỏng ({bad}).",
                f"{digest}: {bad}.",
            )
        )
    whole = print_report(report, every)
    if not print_differences(every) or not whole:
        raise typer.Exit(FAILED)


def print_differences(every: bool = False) -> bool:
    """Replay everything and say where tables, texts and files are not as the ledger says; whether all are."""
    from thangdo.work.replaying import KINDS, differences

    with shown_progress() as progress:
        found = list(differences(lambda done, total: progress("replay", done, total)))
    for kind, line in found if every else found[:MOST_SHOWN]:
        warn(f"{_kind(kind)}: {line}")
    hidden = 0 if every else len(found) - MOST_SHOWN
    if hidden > 0:
        warn(
            said(
                f"… và {hidden} chỗ nữa; `thangdo ledger verify --all` nêu tất cả.",
                f"… and {hidden} more; `thangdo ledger verify --all` names them all.",
            )
        )
    say(
        said(
            f"Đã dựng lại {len(KINDS)} loại dữ liệu từ nhật ký, so với bảng, văn bản đã gõ và tệp: "
            f"{len(found)} chỗ khác.",
            f"Replayed {len(KINDS)} kinds of data and compared tables, typed texts and files: "
            f"{len(found)} differences.",
        )
    )
    return not found


def _kind(kind: str) -> str:
    names = {
        "people": ("tài khoản, vai trò", "accounts and offices"),
        "units": ("đơn vị", "units"),
        "identity": ("thông tin cơ quan chủ quản", "identity"),
        "texts": ("văn bản đã gõ", "typed texts"),
        "files": ("tệp", "files"),
        "editions": ("bộ tiêu chí", "editions"),
        "assessments": ("kỳ đánh giá", "assessments"),
        "announcements": ("thông báo", "announcements"),
        "papers": ("sổ văn bản đi", "outgoing papers"),
        "conferences": ("hội nghị", "conferences"),
        "directives": ("chỉ đạo", "directives"),
        "figures": ("số liệu theo ngày", "figures of days"),
        "programmes": ("chương trình", "programmes"),
        "registers": ("sổ theo dõi", "registers"),
    }
    return said(*names[kind])


def print_report(report: Report, every: bool = False) -> bool:
    """Say what verifying gave, the first findings or every one; whether nothing was found."""
    shown = report.findings if every else report.findings[:MOST_SHOWN]
    for finding in shown:
        warn(_words(finding))
    _print_untimely(report, every)
    hidden = len(report.findings) - len(shown)
    if hidden > 0:
        warn(
            said(
                f"… và {hidden} phát hiện nữa; `thangdo ledger verify --all` nêu tất cả.",
                f"… and {hidden} more findings; `thangdo ledger verify --all` names them all.",
            )
        )
    say(
        said(
            f"Nhật ký hệ thống: {report.events} sự kiện trong {report.streams} chuỗi, "
            f"{report.digests} bản tóm lược; {len(report.findings)} phát hiện.",
            f"Ledger: {report.events} events in {report.streams} streams, {report.digests} digests; "
            f"{len(report.findings)} findings.",
        )
    )
    say(_coverage(report))
    return report.ok


def _coverage(report: Report) -> str:
    if report.uncovered_from is None:
        return said(
            "Mọi sự kiện đều đã nằm trong một bản tóm lược.", "Every event is covered by a digest."
        ) + _kept_where(report)
    assert report.uncovered_at is not None
    at = _local(report.uncovered_at)
    return said(
        f"Từ sự kiện {report.uncovered_from} ({at}) trở đi, {report.uncovered} sự kiện chưa nằm trong bản "
        "tóm lược nào: nếu ai cắt bỏ phần này thì không phát hiện được.",
        f"From event {report.uncovered_from} ({at}) on, {report.uncovered} events are not covered by a "
        "digest: whoever cuts them off is not found out.",
    ) + _kept_where(report)


def _kept_where(report: Report) -> str:
    if report.digest_given:
        return ""
    return said(
        " Đã so với bản tóm lược trong chính cơ sở dữ liệu; hãy so cả với tệp giữ ở nơi khác (--digest).",
        " Compared with the digests in the same database; compare with a file kept elsewhere (--digest).",
    )


def _print_untimely(report: Report, every: bool) -> None:
    """Events that a wrong clock dated: named, no fault of the ledger."""
    for finding in report.untimely if every else report.untimely[:MOST_SHOWN]:
        warn(_words(finding))
    if report.untimely:
        say(
            said(
                f"{len(report.untimely)} sự kiện ghi khi đồng hồ sai; nội dung và thứ tự không bị sửa.",
                f"{len(report.untimely)} events were recorded while a clock was wrong; nothing is changed.",
            )
        )


def _words(finding: Finding) -> str:
    """A finding as a sentence."""
    where = f"{finding.stream} #{finding.sequence}"
    if finding.event is not None:
        where += f" (id {finding.event})"
    texts = {
        "changed": ("{where}: nội dung đã bị sửa.", "{where}: its content has been changed."),
        "missing": ("{where}: sự kiện bị mất.", "{where}: the event is missing."),
        "moved": ("{where}: đã bị đổi chỗ.", "{where}: it has been moved."),
        "inserted": (
            "{where}: bị chèn vào sau; bản tóm lược đã ký không có sự kiện này.",
            "{where}: it has been inserted: the signed digest does not know it.",
        ),
        "linked-wrongly": (
            "{where}: không nối với sự kiện trước; bị chèn hoặc sửa.",
            "{where}: it is not linked to the one before: inserted or changed.",
        ),
        "earlier": (
            "{where}: ghi giờ sớm hơn sự kiện trước quá một ngày.",
            "{where}: dated more than a day before the event before it.",
        ),
        "future": (
            "{where}: ghi giờ trong tương lai.",
            "{where}: dated in the future.",
        ),
        "cut": (
            "{where}: đuôi của chuỗi bị cắt từ đây.",
            "{where}: the tail of the stream is cut from here.",
        ),
        "vanished": (
            "{stream}: cả chuỗi đã biến mất ({sequence} sự kiện).",
            "{stream}: the whole stream has vanished ({sequence} events).",
        ),
        "other-head": (
            "{where}: khác với bản tóm lược đã ký; chuỗi bị viết lại.",
            "{where}: not what the signed digest says: the stream has been rewritten.",
        ),
        "digest-missing": (
            "bản tóm lược {sequence}: không nối với bản trước, hoặc không còn trong cơ sở dữ liệu.",
            "digest {sequence}: not linked to the one before, or no longer in the database.",
        ),
        "digest-changed": (
            "bản tóm lược {sequence}: trong cơ sở dữ liệu đã bị sửa so với tệp.",
            "digest {sequence}: the one in the database is not that of the file.",
        ),
        "unguarded": (
            "Thiếu trigger {stream} chặn sửa, xóa nhật ký hệ thống trong cơ sở dữ liệu; "
            "`thangdo migrate` đặt lại.",
            "The trigger {stream}, which refuses changes to the ledger, is missing from the database; "
            "`thangdo migrate` puts it back.",
        ),
        "digest-unsigned": (
            "bản tóm lược {sequence}: chữ ký không đúng.",
            "digest {sequence}: its signature is not right.",
        ),
    }
    vi, en = texts.get(finding.code, (f"{{where}}: {finding.code}", f"{{where}}: {finding.code}"))
    return said(vi, en).format(where=where, stream=finding.stream, sequence=finding.sequence)


@key.command("show")
def show(language: Language = Tongue.vi) -> None:
    """Show the public key in use and those before it, and the fingerprint of the one that signs backups."""
    database_ready()
    from django.conf import settings

    from thangdo.records.backups import signing
    from thangdo.records.ledger import keys

    try:
        current = keys.signer(settings.DATA, datetime.now(UTC)).fingerprint
    except keys.BadKey as bad:
        _bad_key(bad)
    heads = [
        said("dấu vân tay", "fingerprint"),
        said("khóa công khai", "public key"),
        said("từ", "since"),
        "",
    ]
    rows = [
        [
            known.fingerprint,
            known.public,
            _local(known.since),
            said("đang dùng", "in use") if known.fingerprint == current else "",
        ]
        for known in keys.known_keys()
    ]
    table(None, heads, rows)
    if (settings.DATA / signing.NAME).exists():
        backups = signing.own(settings.DATA).fingerprint
        say(said(f"Khóa ký bản sao lưu: sha256:{backups}", f"The key that signs backups: sha256:{backups}"))


@key.command("rotate")
def rotate(language: Language = Tongue.vi) -> None:
    """Sign with a new key from now on; what the old one signed stays valid."""
    database_ready()
    from django.conf import settings

    from thangdo.records.ledger import keys

    try:
        new = keys.rotate(settings.DATA, datetime.now(UTC))
    except keys.BadKey as bad:
        _bad_key(bad)
    say(
        said(
            f"Từ nay ký bằng khóa {new.fingerprint}. Khóa cũ được giữ bên cạnh; chữ ký cũ vẫn có giá trị.",
            f"From now on the key {new.fingerprint} signs. The old key is kept beside it; what it signed "
            "stays valid.",
        )
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        stop(
            said(f"{file}: không đọc được ({error.strerror}).", f"{file}: cannot be read ({error.strerror}).")
        )


def _bad_key(bad: BadKey) -> NoReturn:
    stop(said(f"Không dùng được khóa ký: {bad}", f"The signing key cannot be used: {bad}"))


def _local(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime(said("%H:%M:%S ngày %d/%m/%Y", "%Y-%m-%d %H:%M:%S"))
