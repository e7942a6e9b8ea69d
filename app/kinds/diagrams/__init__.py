"""The kinds of diagram; where two are equally sure of a section, the earlier one is named first."""

from app.kinds.diagrams import (
    containment,
    decision,
    dot,
    flow,
    hub,
    phases,
    sequence,
    state,
    timeline,
    tree,
)
from app.kinds.drawing import DiagramKind

DIAGRAM_KINDS: tuple[DiagramKind, ...] = (
    dot.KIND,
    flow.KIND,
    decision.KIND,
    state.KIND,
    sequence.KIND,
    hub.KIND,
    timeline.KIND,
    phases.KIND,
    containment.KIND,
    tree.KIND,
)
