"""Text copied from a web page becomes Markdown, line for line, so that every line keeps its number."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

_BULLET = re.compile(r"^([ \t]*)[•◦▪‣●○]\s*(.*)$")
_NUMBERED = re.compile(r"^([ \t]*)(\d{1,2})[.)]\s+(\S.*)$")
_CHROME = re.compile(
    r"^(skip to content|latest commit|history|readme\.md|\d[\d,]* lines? \(.*\).*|table of cont\w*|contents|"
    r"back to top|copy|raw|blame|edit this page|permalink|toggle navigation|on this page|that's all folks.*)$",
    re.IGNORECASE,
)
_REMARK = re.compile(r"^\W*(todo|fixme)\b|^\W*\?\?\?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.:;,!]$|\.\.\.$")
_ARROW = re.compile(r"->|=>|!=|→|⇒")
_CODE = re.compile(
    r"^\s*(import \w|from \w+ import|def \w+ ?\(|return\b|class \w+[:(]|[\w.]+ = \w|[{}\[\]]|\"[\w:]+\"\s*:|"
    r"[A-Z]\w+:\s*$|\$ |aws [a-z]|docker |npm |pip |Fn::|![A-Z])"
)
_SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "vs", "with"}
_ASKING = {"What", "How", "Why", "When", "Which", "Where"}
_TITLE_WORDS = 10
_TITLE_LENGTH = 70
_LABEL_WORDS = 7


def is_page_text(text: str) -> bool:
    """Tell page text from Markdown: typed bullets and no Markdown heading."""
    head = text[:200_000]
    return sum(head.count(mark) for mark in "•◦▪‣●") >= 3 and not re.search(r"^#{1,6} \S", head, re.MULTILINE)


def to_markdown(text: str) -> str:
    """Rewrite page text as Markdown with the same number of lines."""
    lines = text.split("\n")
    chapters, start = _chapters(lines)
    titles = _titles(lines, chapters, start)
    result: list[str] = []
    depths: list[int] = []
    is_heading_before = False
    for number, line in enumerate(lines):
        if number < start:
            result.append("")
            continue
        if number in chapters:
            result.append(f"# {line.strip().rstrip(':')}")
            depths, is_heading_before = [], True
            continue
        if number in titles:
            result.append(f"## {line.strip()}")
            depths, is_heading_before = [], True
            continue
        result.append(_line(line, depths, is_heading_before))
        is_heading_before = is_heading_before and not line.strip()
    return "\n".join(_promote(result))


def _line(line: str, depths: list[int], is_first: bool) -> str:
    """One line of a body; `depths` is the stack of bullet indents above it."""
    stripped = line.strip()
    if not stripped:
        return ""
    if _CHROME.match(stripped) or _REMARK.match(stripped):
        return ""
    bullet = _BULLET.match(line) or _NUMBERED.match(line)
    if bullet:
        indent = len(bullet.group(1).expandtabs(4))
        while depths and depths[-1] > indent:
            depths.pop()
        if not depths or depths[-1] < indent:
            depths.append(indent)
        level = len(depths) - 1
        if bullet.re is _BULLET:
            words = bullet.group(2).strip()
            return f"{'    ' * level}- {_escaped(words)}" if words else ""
        return f"{'    ' * level}{bullet.group(2)}. {_escaped(bullet.group(3).strip())}"
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    if _is_code(line):
        return (
            "    " * (len(depths) + 1) + line.rstrip() if depths or is_first else "    " + line.expandtabs(4).rstrip()
        )
    if not indent:
        depths.clear()
    return f"{'    ' * len(depths)}{_escaped(stripped)}"


def _escaped(words: str) -> str:
    """Keep characters that Markdown would take as markup where they begin a line."""
    return re.sub(r"^([#>+*=-])", r"\\\1", words).replace("<", "&lt;") if words else words


def _is_code(line: str) -> bool:
    return line.startswith("\t") or bool(_CODE.match(line) and line.startswith((" ", "\t", "{", "}")))


def _chapters(lines: Sequence[str]) -> tuple[set[int], int]:
    """Where each entry of the numbered contents begins, and the first line of the text proper."""
    entries, after = _contents(lines)
    if not entries:
        return _guessed_chapters(lines)
    found: set[int] = set()
    position = after
    for entry in entries:
        best, best_line = 0.0, -1
        wanted = _plain(entry)
        for number in range(position, len(lines)):
            line = lines[number].strip()
            if not line or len(line) > _TITLE_LENGTH + 20 or lines[number][0].isspace() or _BULLET.match(lines[number]):
                continue
            blank_before = number < 2 or not lines[number - 1].strip()
            if not blank_before:
                continue
            wide_gap = number >= 2 and not lines[number - 2].strip()
            score = fuzz.token_set_ratio(wanted, _plain(line)) + (8 if wide_gap else 0)
            if abs(len(_plain(line)) - len(wanted)) > max(12, len(wanted)):
                continue
            if score >= 88 and score > best + 4:
                best, best_line = score, number
                if score >= 100:
                    break
        if best_line >= 0:
            found.add(best_line)
            position = best_line + 1
    return found, (min(found) if found else after)


def _plain(title: str) -> str:
    return re.sub(
        r"[^a-z0-9]+", " ", title.lower().replace("elb", "elastic load balancers").replace("asg", "auto scaling group")
    ).strip()


def _contents(lines: Sequence[str]) -> tuple[list[str], int]:
    """The numbered contents near the top: its entries, and the line after it."""
    entries: list[str] = []
    last = 0
    for number, line in enumerate(lines[:400]):
        match = _NUMBERED.match(line)
        if match and int(match.group(2)) == len(entries) + 1 and not match.group(1):
            entries.append(match.group(3).strip())
            last = number
        elif entries and line.strip():
            break
    return (entries, last + 1) if len(entries) >= 3 else ([], 0)


def _guessed_chapters(lines: Sequence[str]) -> tuple[set[int], int]:
    """Without contents: stand-alone titles with two blank lines before them."""
    found = {
        number
        for number, line in enumerate(lines)
        if _is_title(line)
        and not _CHROME.match(line.strip())
        and (number == 0 or (number >= 2 and not lines[number - 1].strip() and not lines[number - 2].strip()))
    }
    return found, 0


def _titles(lines: Sequence[str], chapters: set[int], start: int) -> set[int]:
    """Lines that head a sub-topic: short, stand-alone, worded as a title, with something below."""
    found: set[int] = set()
    for number in range(start, len(lines)):
        line = lines[number]
        is_after_list = number > 0 and not line[:1].isspace() and _is_listed(lines, number - 1)
        if (
            number in chapters
            or not _is_title(line, is_after_list=is_after_list)
            or _CHROME.match(line.strip())
            or _REMARK.match(line)
        ):
            continue
        before = lines[number - 1].strip() if number else ""
        if before and not _is_listed(lines, number - 1):
            continue
        after = next((other for other in lines[number + 1 :] if other.strip()), "")
        if not after:
            continue
        above = next((other for other in range(number - 1, -1, -1) if lines[other].strip()), -1)
        is_below_title = above in found or above in chapters
        is_spaced = number + 1 < len(lines) and not lines[number + 1].strip()
        is_listed_next = bool(_BULLET.match(after) or _NUMBERED.match(after))
        if is_below_title and is_spaced == is_listed_next:
            continue  # an introduction to the list or the head of a flattened table, not a title
        next_line = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if next_line and not _BULLET.match(lines[number + 1]) and not _NUMBERED.match(lines[number + 1]):
            words = next_line.split()
            if len(words) > 8 and not before:
                continue
        found.add(number)
    return found


def _is_listed(lines: Sequence[str], number: int) -> bool:
    """Whether a line is a bullet or stands under one."""
    line = lines[number]
    return bool(_BULLET.match(line) or _NUMBERED.match(line) or line[:1].isspace())


def _is_title(line: str, *, is_after_list: bool = False) -> bool:
    stripped = line.strip()
    if (
        not stripped
        or line[:1] == "\t"
        or len(stripped) > _TITLE_LENGTH
        or _BULLET.match(line)
        or _NUMBERED.match(line)
    ):
        return False
    if len(line) - len(line.lstrip()) > 4 or _SENTENCE_END.search(stripped) or _ARROW.search(stripped):
        return False
    words = [word for word in re.split(r"[\s/]+", stripped) if re.search(r"\w", word)]
    if (
        not words
        or len(words) > _TITLE_WORDS
        or not (words[0][0].isupper() or words[0][0] == "(" or words[0][0].isdigit())
    ):
        return False
    if (
        re.search(r"\b(is|are|can|will|must|has|have|u|you|it|they|we)\b", " ".join(words), re.IGNORECASE)
        and words[0] not in _ASKING
    ):
        return False
    if " = " in stripped or (line[:1].isspace() and len(words) < 3):
        return False
    telling = [word for word in words if word.lower() not in _SMALL]
    capital = sum(1 for word in telling if word[0].isupper() or not word[0].isalpha())
    return is_after_list or capital * 2 >= len(telling)


_TOP = re.compile(r"^- (.*)$")


def _promote(lines: list[str]) -> list[str]:
    """Turn labelled groups of a list into headings where nothing else of the list would fall under them."""
    result = list(lines)
    number = 0
    while number < len(lines):
        if not _TOP.match(lines[number]):
            number += 1
            continue
        last = number
        while last + 1 < len(lines) and (not lines[last + 1].strip() or lines[last + 1].startswith(("- ", "    "))):
            last += 1
        following = next((line for line in lines[last + 1 :] if line.strip()), "# ")
        if following.startswith("#"):
            _promote_run(lines, result, number, last)
        number = last + 1
    return result


def _promote_run(lines: list[str], result: list[str], first: int, last: int) -> None:
    tops = [number for number in range(first, last + 1) if _TOP.match(lines[number])]
    groups = [(top, (tops[index + 1] if index + 1 < len(tops) else last + 1)) for index, top in enumerate(tops)]
    start = len(groups)
    while start and _is_group(lines, *groups[start - 1]):
        start -= 1
    if len(groups) - start < 2 and not (start == 0 and groups):
        return
    for top, end in groups[start:]:
        result[top] = f"### {lines[top][2:].strip().rstrip(':').strip()}"
        for number in range(top + 1, end):
            if lines[number].startswith("    "):
                result[number] = lines[number][4:]


def _is_group(lines: list[str], top: int, end: int) -> bool:
    label = lines[top][2:].strip().rstrip(":").strip()
    children = sum(1 for number in range(top + 1, end) if re.match(r"^    (- |\d+\. )", lines[number]))
    return children >= 2 and _is_label(label)


def _is_label(label: str) -> bool:
    words = label.split()
    return (
        0 < len(words) <= _LABEL_WORDS
        and not _ARROW.search(label)
        and not _SENTENCE_END.search(label)
        and label[0].isupper()
        and not re.search(r"\b(can|must|will|you|u|we|is|are)\b", label, re.IGNORECASE)
        and " - " not in label[:-1][len(label) // 2 :]
    )
