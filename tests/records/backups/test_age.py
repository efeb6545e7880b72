"""What is locked with a passphrase: opened by age, by nobody else, and only as it was written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thangdo.records.backups import age

WORDS = "mật khẩu mẫu"
SIZES = (0, 1, age.PIECE - 1, age.PIECE, age.PIECE + 1, 2 * age.PIECE, 3 * age.PIECE + 5)


def content(size: int) -> bytes:
    return bytes(range(251)) * (size // 251) + bytes(size % 251)


def locked(plain: bytes, words: str = WORDS) -> bytes:
    out = io.BytesIO()
    with age.Locking(out, words, work=1) as locking:
        for start in range(0, len(plain), 1000):
            locking.write(plain[start : start + 1000])
    return out.getvalue()


def test_a_file_of_age_itself_cannot_be_opened() -> None:
    """Written by rage 0.11 (pyrage 1.4.0, `pyrage.passphrase.encrypt`); pyrage opened ours of all SIZES."""
    file = Path(__file__).resolve().parents[2] / "data" / "age" / "by-rage.age"
    assert age.unlocked(io.BytesIO(file.read_bytes()), WORDS).read().decode() == "Thử: written by rage\n"


@pytest.mark.parametrize("size", SIZES)
def test_content_is_lost_at_the_edge_of_a_piece(size: int) -> None:
    plain = content(size)
    opened = age.unlocked(io.BytesIO(locked(plain)), WORDS)
    assert opened.read() == plain
    for place in (0, size // 2, max(size - 3, 0), size):
        opened.seek(place)
        assert opened.read(age.PIECE + 9) == plain[place : place + age.PIECE + 9]


def test_another_passphrase_opens_it() -> None:
    with pytest.raises(age.WrongPassphrase):
        age.unlocked(io.BytesIO(locked(b"x")), WORDS + " ")


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_was_cut_or_grew_is_opened(size: int) -> None:
    whole = locked(content(size))
    tag, piece = 16, age.PIECE + 16
    for cut in {1, tag, tag + 1, piece, piece + 1, size % age.PIECE + tag, 2 * piece}:
        if cut < len(whole):
            with pytest.raises(age.Changed):
                age.unlocked(io.BytesIO(whole[:-cut]), WORDS).read()
    for more in (b"x", bytes(tag), bytes(piece), whole[-piece:]):
        with pytest.raises(age.Changed):
            age.unlocked(io.BytesIO(whole + more), WORDS).read()


LONG = locked(content(2 * age.PIECE + 77))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(LONG) - 1), st.integers(1, 255))
def test_a_changed_byte_is_not_seen(place: int, turn: int) -> None:
    turned = bytearray(LONG)
    turned[place] ^= turn
    with pytest.raises((age.Changed, age.WrongPassphrase)):
        age.unlocked(io.BytesIO(bytes(turned)), WORDS).read()


def test_pieces_in_another_order_are_opened() -> None:
    start, piece = len(LONG) - 2 * (age.PIECE + 16) - 77 - 16, age.PIECE + 16
    first, second = LONG[start : start + piece], LONG[start + piece : start + 2 * piece]
    with pytest.raises(age.Changed):
        age.unlocked(io.BytesIO(LONG[:start] + second + first + LONG[start + 2 * piece :]), WORDS).read()


def test_a_file_asks_for_all_memory() -> None:
    with pytest.raises(age.Changed):
        age.unlocked(io.BytesIO(locked(b"x").replace(b" 1\n", b" 30\n", 1)), WORDS)
