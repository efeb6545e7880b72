"""What stands in a Word file that may not: programs, content from elsewhere, fields that fetch or run.

Only the child process of `bounded` imports this.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from thangdo.records.documents.reader.packages import NotRead, Package, local

UNPACKED = 60_000_000  # bytes
PARTS = 2_000
LONGEST = 6_000_000  # bytes of the text of one part
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
MOST = 20  # problems that are told
BRACES = 5_000  # of one part, opening or closing: templates have at most 2,000 placeholders
UNCLOSED = 100

# Fields that fetch something or run something when the document is opened.
_FETCHING = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|AUTOTEXT)\b", re.IGNORECASE
)
_RUNS = ("vbaproject", "vbadata", "activex", "embeddings/", "oleobject", "afchunk", "/customui")
_CARRIES = ("afchunk", "oleobject", "control", "vbaproject", "activexcontrolbinary")


def tell(content: bytes, say: Callable[[Any], None]) -> None:
    """Say each problem: {"problem": program | outside | field | too-many, "what": …}. Raises NotRead."""
    package = Package(content, UNPACKED, PARTS)
    found: list[tuple[str, str]] = []
    kinds = {
        one.get("ContentType", "") for one in package.tree("[Content_Types].xml") if isinstance(one.tag, str)
    }
    if any("macroenabled" in kind.casefold() for kind in kinds):
        found.append(("program", ".docm"))
    elif not kinds & {WORD, WORD_TEMPLATE}:
        raise NotRead("damaged")
    found += [("program", name) for name in package.names() if any(sign in name for sign in _RUNS)][:1]
    for name in sorted(package.names()):
        if name.endswith(".rels"):
            found += _relations(package, name)
        elif name.endswith(".xml"):
            fields = _Fields()
            package.walk(name, fields, LONGEST)
            found += [("field", code) for code in fields.fetching]
            opening, closing = fields.braces
            if max(opening, closing) > BRACES or abs(opening - closing) > UNCLOSED:
                found.append(("too-many", name))
        else:
            for _ in package.blocks(name):
                pass  # counted, and compared with its checksum
    for problem, what in dict.fromkeys(found[:MOST]):
        say({"problem": problem, "what": what[:100]})


def _relations(package: Package, name: str) -> list[tuple[str, str]]:
    found = []
    for one in package.tree(name):
        if local(one.tag) != "Relationship":
            continue
        kind = one.get("Type", "").rpartition("/")[2].casefold()
        if kind in _CARRIES:
            found.append(("program", one.get("Target", "")))
        elif one.get("TargetMode", "").casefold() == "external" and kind != "hyperlink":
            found.append(("outside", one.get("Target", "")))
    return found


class _Fields:
    """The codes of fields, those of a paragraph together: a code may stand in several runs."""

    def __init__(self) -> None:
        self.fetching: list[str] = []
        self.paragraphs: list[list[str]] = [[]]
        self.fields: list[list[str]] = []
        self.within = False
        self.braces = [0, 0]

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """A paragraph, a field or a code begins."""
        name = tag.rpartition("}")[2]
        if name == "p":
            self.paragraphs.append([])
        elif name == "instrText":
            self.within = True
        elif name == "fldSimple":
            self._say("".join(value for key, value in attrib.items() if local(key) == "instr"))
            self._look(self.paragraphs[-1])
        elif name == "fldChar":
            kind = next((value for key, value in attrib.items() if local(key) == "fldCharType"), "")
            if kind == "begin":
                self.fields.append([])
            elif self.fields:
                self._look(self.fields[-1])
                if kind == "end":
                    self.fields.pop()

    def end(self, tag: str) -> None:
        """A paragraph or a code ends."""
        name = tag.rpartition("}")[2]
        if name == "p" and len(self.paragraphs) > 1:
            self._look(self.paragraphs.pop())
        elif name == "instrText":
            self.within = False

    def data(self, text: str) -> None:
        """Letters; of a field's code or not."""
        self.braces[0] += text.count("{")
        self.braces[1] += text.count("}")
        if self.within:
            self._say(text)

    def _say(self, text: str) -> None:
        self.paragraphs[-1].append(text)
        if self.fields:
            self.fields[-1].append(text)

    def _look(self, code: list[str]) -> None:
        said = "".join(code).strip()
        if said and len(self.fetching) < MOST and _FETCHING.search(said):
            self.fetching.append(said[:60])
