"""The kinds of diagram, in the order they are tried."""

DIAGRAM_KINDS: tuple[()] = ()
