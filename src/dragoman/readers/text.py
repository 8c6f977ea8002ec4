"""Bytes to text: character sets, with the assumption stated wherever one is made."""

from __future__ import annotations

import codecs
import re
from functools import cache

from dragoman.errors import ReadError
from dragoman.resources import load_table

_MARKS = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")
_PROBE_BYTES = 65_536
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_TEXT_CODEC = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|koi8-[rut]|gb\w+|big5\w*|euc_\w+|shift_jis\w*|mac-\w+|tis-620|hz"
)


def decode_text(raw: bytes, *, declared: str | None = None) -> tuple[str, str | None]:
    r"""The text of `raw` and, where its character set had to be assumed, a sentence that says so.

    A byte-order mark names the character set and is not part of the text: offset 0 is the character after it.
    Without one the text is UTF-8 if it can be, then what the input declares, then Windows-1252. Nothing else is
    changed: line ends, NUL and odd marks stay.

    Raises:
        ReadError: the bytes are marked as UTF-16 or UTF-32 and are not.

    >>> decode_text(b"caf\xc3\xa9"), decode_text(b"\xef\xbb\xbfA\r\n")
    (('café', None), ('A\r\n', None))
    >>> decode_text(b"\x93Yes\x94")
    ('“Yes”', 'not UTF-8; read as Windows-1252')
    """
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _decode_marked(raw[len(mark) :], codec)
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return _decode_declared(raw, declared) or _decode_damaged(raw) or _decode_fallback(raw)


def encode_text(text: str, *, what: str = "the text") -> bytes:
    r"""The UTF-8 of a text from memory.

    Raises:
        ReadError: a character of it is half of a pair, which no text can hold and no JSON carry.

    >>> encode_text("caf\xe9")
    b'caf\xc3\xa9'
    >>> encode_text("a\ud83d")
    Traceback (most recent call last):
    dragoman.errors.ReadError: the text holds half a character (U+D83D at 1); decode it with errors="replace"
    """
    try:
        return text.encode()
    except UnicodeEncodeError as err:
        half = f"half a character (U+{ord(text[err.start]):04X} at {err.start})"
        raise ReadError(f"{what} holds {half}", hint='decode it with errors="replace"') from err


def _decode_marked(raw: bytes, codec: str) -> tuple[str, str | None]:
    if codec == "utf-8":
        try:
            return raw.decode("utf-8"), None
        except UnicodeDecodeError:
            return _decode_damaged(raw) or _decode_fallback(raw)
    try:
        return raw.decode(codec), None
    except UnicodeDecodeError as err:
        name = codec[:6].upper()
        raise ReadError(f"marked as {name}, but it is not", hint="save it as UTF-8") from err


def _decode_declared(raw: bytes, declared: str | None) -> tuple[str, str | None] | None:
    """By the character set the input names, if it is a known one and the bytes fit it."""
    try:
        codec = codecs.lookup(declared or "").name
    except LookupError:
        return None
    if codec in ("iso8859-1", "cp1252", "utf-8") or not _TEXT_CODEC.fullmatch(codec):
        return None  # as browsers do, Latin-1 is read as Windows-1252; UTF-8 has just failed
    try:
        return raw.decode(codec), None
    except UnicodeDecodeError:
        return None


def _decode_damaged(raw: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes, which another character set would turn into nonsense throughout."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    sound = sum(map(text.count, set(text) - {"\ufffd"} - set(map(chr, range(128)))))
    if sound < 4 * broken:
        return None
    return text, f"UTF-8 with {broken} broken places, each shown as U+FFFD"


@cache
def _windows_1252() -> dict[int, str]:
    """The Windows-1252 characters of 0x80 to 0x9F, without the five codes it leaves open."""
    codes = (code for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
    return {code: bytes([code]).decode("cp1252") for code in codes}


def _decode_fallback(raw: bytes) -> tuple[str, str]:
    return raw.decode("latin-1").translate(_windows_1252()), "not UTF-8; read as Windows-1252"


def declared_charset(raw: bytes) -> str | None:
    """The character set a page names in its first 4,096 bytes.

    >>> declared_charset(b'<html><head><meta charset="windows-1251">')
    'windows-1251'
    """
    found = _XML_ENCODING.search(raw[:4096]) or _META_CHARSET.search(raw[:4096])
    return found[1].decode("ascii", errors="replace") if found else None


def check_readable(raw: bytes) -> None:
    """Let text through and stop what is none.

    Raises:
        ReadError: empty, only white space, a known file type that holds no plain text, or mostly control characters.

    >>> check_readable(b"A report.")
    >>> check_readable(b"%PDF-1.7 ...")
    Traceback (most recent call last):
    dragoman.errors.ReadError: a PDF file, not text or HTML; save its text as UTF-8 first (for one: pdftotext)
    """
    if not raw:
        raise ReadError("empty: not one byte", hint="give a file with a report in it")
    for row in load_table("file_magic.tsv"):
        if raw.startswith(bytes.fromhex(row["start"])):
            raise ReadError(f"{row['kind']}, not text or HTML", hint=row["hint"])
    if not raw.startswith(tuple(mark for mark, _ in _MARKS)) and _is_binary(raw[:_PROBE_BYTES]):
        if raw.count(0, 0, _PROBE_BYTES) >= 0.3 * len(raw[:_PROBE_BYTES]):
            raise ReadError("binary, or UTF-16 without its byte-order mark", hint="save the report as UTF-8")
        raise ReadError("binary, not text or HTML", hint="save the report as UTF-8 text or HTML")


def _is_binary(probe: bytes) -> bool:
    """Whether control characters are too many for text; a few NULs are no reason to refuse a report."""
    controls = len(probe) - len(probe.translate(None, _CONTROL))
    share = controls / len(probe)
    if share > 0.3 or (share > 0.1 and controls >= 16):
        return True
    return share > 0.03 and controls >= 16 and not _is_utf8(probe)


def _is_utf8(probe: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(
            probe
        )  # incremental: the probe may end inside a character
    except UnicodeDecodeError:
        return False
    return True


def check_visible(text: str) -> None:
    r"""Stop a text in which there is nothing to read.

    Raises:
        ReadError: only white space, or characters that show nothing.

    >>> check_visible(" \n\t ")
    Traceback (most recent call last):
    dragoman.errors.ReadError: empty: only white space; give a file with a report in it
    """
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise ReadError("empty: only white space", hint="give a file with a report in it")
