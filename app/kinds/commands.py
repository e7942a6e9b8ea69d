"""Verbs that begin a command, as steps do: “Create a role”."""

import re

_VERBS = re.compile(
    r"^(?:add|allow|analy[sz]e|apply|assign|associate|attach|authenticate|boot|build|calculate|call|change|check|choose|click|clone"
    r"|commit|compare|compile|compute|configure|connect|convert|copy|create|decide|decrypt|define|delete|deploy|describe"
    r"|design|download|edit|enable|encrypt|enter|execute|export|extract|fetch|find|format|forward|generate|get|give|go|identify"
    r"|import|initiali[sz]e|initiate|inject|install|instrument|invoke"
    r"|launch|link|load(?! balanc)|log|make|map|measure|merge|modify|mount|move|navigate|obtain"
    r"|open|package|parse|pass|perform|pick|plan|point|prepare|process|provide|publish|pull|push|put|query|read|receive"
    r"|register|release|remove|replace|request|resolve|restart|restore|retrieve|return|review|run|save|scan|select|send"
    r"|set|sign|specify|start|stop|store|submit|switch|take|terminate|test|train|transfer|transform|turn|update|upload"
    r"|use|validate|verify|wait|write)\b", re.IGNORECASE
)  # fmt: skip


def is_command(words: str) -> bool:
    """Whether words tell somebody to do something."""
    return _VERBS.match(words) is not None
