"""The words that a front needs so that it can be understood without its heading."""

import re
from functools import lru_cache

_GENERIC = {
    "advanced", "advantages", "api", "attributes", "authentication", "basics", "benefits", "best practices", "caching",
    "component", "components", "concept", "concepts", "concurrency", "configs", "configuration", "contains", "cors",
    "deep", "default", "defaults", "definition", "deployment", "details", "encryption", "error handling", "example",
    "examples", "execution", "exceptions", "failures", "features", "functions", "hooks", "how it works", "http",
    "integration", "introduction", "kinds", "limits", "logging", "monitoring", "notes", "operations", "options",
    "overview", "performance", "period", "practice", "pricing", "process", "properties", "purpose", "query", "ram",
    "reasons", "recap", "requirements", "roles", "rules", "scan", "security", "sequencing", "services", "settings",
    "solution", "solutions", "steps", "storage", "summary", "throttling", "troubleshooting", "types", "usage",
    "use case", "use cases", "uses", "versions", "what is it", "why",
}  # fmt: skip
_ASIDE = re.compile(r"\s*\([^)]*\)")
_EDGE = re.compile(r"^[\W_]+|[\s:–—-]+$")
_SPACE = re.compile(r"\s+")
_VENDOR = re.compile(
    r"^(?:AWS|Amazon)\s+(?=[A-Z][a-z]*[A-Z0-9]"  # a name such as SQS or DynamoDB stands alone, as do these:
    r"|(?:Lambda|Cognito|Elastic|Step|Kinesis|Aurora|Athena|Fargate|Bedrock|Secrets|Systems|Security|Key|Certificate"
    r"|Simple|Auto|Verified|Identity|Relational|Redshift|Comprehend|Rekognition|Textract)\b)"
)
_NAME = re.compile(r"[A-Za-z][a-z]*[A-Z0-9]|-[A-Z]")
_OPENING = re.compile(r"^(?:Introduction to|What is|What are|Intro to)\s+(?=\S)", re.IGNORECASE)
_MOST_WORDS = 9
_LONGEST_ABOVE = 4


@lru_cache(maxsize=4096)
def subject_of(heading_path: tuple[str, ...]) -> str:
    """Name a section: its own title, with the title above it where it says too little alone."""
    titles = [clean(title) for title in heading_path]
    own = titles[-1]
    above = next((title for title in reversed(titles[:-1]) if title.lower() not in _GENERIC), "")
    is_plain = own.lower() not in _GENERIC
    if not above or _names(above, own) or (is_plain and len(above.split()) > _LONGEST_ABOVE):
        return own
    if is_plain and len(heading_path) == 2 and _is_name(own):
        return own
    if own.lower() in _GENERIC or len(own.split()) < 3 or len(heading_path) > 2:
        return f"{above}: {own}"
    return own


@lru_cache(maxsize=4096)
def clean(title: str) -> str:
    """A heading as words of a question: no aside in brackets, no dash, no vendor's name before a name of its own."""
    words = _SPACE.sub(" ", _EDGE.sub("", _ASIDE.sub("", title)).replace(" - ", " ")).strip() or title.strip()
    short = _OPENING.sub("", _VENDOR.sub("", words))
    return short if short else words


def _is_name(title: str) -> bool:
    """Whether a short title holds a name that needs no chapter: `CloudWatch metrics`, `Secrets Manager`."""
    words = title.split()
    return any(_NAME.search(word) for word in words) or (len(words) > 1 and all(word[:1].isupper() for word in words))


def _names(above: str, own: str) -> bool:
    """Whether the title already holds what the one above would add."""
    if own.lower() not in _GENERIC and re.search(rf"(?<!\w){re.escape(own.lower())}(?!\w)", above.lower()):
        return True
    telling = {word for word in above.lower().split() if len(word) > 2 or word.isupper()}
    own_words = set(own.lower().split())
    return len(own.split()) >= 2 and bool(telling & own_words) and len(own.split()) <= _MOST_WORDS
