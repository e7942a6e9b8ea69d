"""What the learner has chosen, as one frozen value kept in a JSON file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices with their defaults; units are in the names."""

    notes_folder: str = "bundled"  # "bundled" or an absolute path
    recent_folders: tuple[str, ...] = ()
    new_per_day: int = 20
    reviews_per_day: int = 200
    desired_retention: float = 0.90
    learn_ahead_minutes: int = 20
    learning_steps_minutes: tuple[int, ...] = (1, 10)
    relearning_steps_minutes: tuple[int, ...] = (10,)
    maximum_interval_days: int = 36500
    day_start_hour: int = 4
    leech_lapses: int = 8
    leech_every: int = 4
    exam_date: str = ""  # ISO date, or empty
    minutes_per_day: int = 30
    buttons: int = 4  # 4, or 2: Again and Good
    types_answers: bool = False
    theme: str = "system"  # system, light, dark
    text_percent: int = 100  # 80 to 200
    reduced_motion: bool = False
    keys: tuple[tuple[str, str], ...] = field(default=())  # action id, key sequence: only what differs from the default
    version: int = 1
