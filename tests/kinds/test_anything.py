"""Whatever a stranger's note says: something is made of it or nothing, and each part stands within the note."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.kinds.build import build, review
from app.notes.parse import parse
from app.services.lexicon import lexicon

MARKERS = [
    "",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "   - ",
    "   1. ",
    "      - ",
    "# ",
    "## ",
    "### ",
    "> ",
    "| ",
    "```\n",
    "\n",
    "• ",
]
CUES = [
    "If", "Else", "Otherwise", "then", "when", "unless", "default", "->", "→", "=>", "↔", "T=1", "T=2", "Step 1", "step 2",
    ":", ",", ".", "?", "…", "—", "–", "/", "(", ")", "**", "`", "==", "::", "|", "|---|---|", "✅", "Steps", "Phases",
    "States", "life cycle", "becomes", "goes back to", "expires", "after 30 days", "every 5 min until", "vs", "versus", "Region",
    "VPC", "contains", "subscribers", "sends to", "triggers", "polls", "Lambda", "SQS", "SNS", "S3", "DynamoDB", "KMS", "order",
    "process", "workflow", "Before", "During", "10 MB", "3", "50 %", "and", "or", "the", "a queue", "Create a role", "Q", "A",
    "downtime", "capacity", "TTL", "{", "}", "digraph {", "a -> b;", "<!-- diagram: flow -->", "<!-- diagram: decision -->",
    "<!-- diagram: timeline -->", "<!-- diagram: phases -->", "<!-- diagram: state -->", "<!-- diagram: tree -->",
    "<!-- diagram: seq -->", "<!-- diagram: hub -->", "<!-- diagram: contain -->", "```dot", "```",
]  # fmt: skip
lines = st.builds(
    lambda marker, words, gap: f"{marker}{gap.join(words)}",
    st.sampled_from(MARKERS),
    st.lists(
        st.one_of(
            st.sampled_from(CUES),
            st.sampled_from(CUES),
            st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=3),
        ),
        max_size=7,
    ),
    st.sampled_from([" ", " ", ""]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, max_size=25).map("\n".join))
def test_any_text_is_read(text: str) -> None:
    note = parse(text, "note.md").note
    made = build(note, lexicon())
    review(made.cards)
    last = text.count("\n") + 1
    for card in made.cards:
        assert 1 <= card.source.first <= card.source.last <= last
    for diagram in made.diagrams:
        ids = {node.id for node in diagram.nodes}
        assert all(edge.tail in ids and edge.head in ids and 1 <= edge.source.first <= last for edge in diagram.edges)
        assert all(node.label.strip() for node in diagram.nodes)
    for comparison in made.comparisons:
        assert all(len(row.cells) == len(comparison.columns) for row in comparison.rows)
