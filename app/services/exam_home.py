"""What the exam page opens with: which exams there are, how ready the learner is, and how it went so far."""

from dataclasses import dataclass

from app.domain.changes import Outcome
from app.domain.exam import Profile, Question
from app.services import bank, coverage, exam, profiles
from app.services.context import Services
from app.services.coverage import TaskCoverage
from app.services.exam import Readiness, Summary


@dataclass(frozen=True, slots=True)
class Home:
    """One profile with everything around it. `questions` are those of this profile that an exam may ask,
    `loose` those that belong to no task and can only be practised.

    `mistakes` counts those answered wrongly when they were asked last; `problems` says what is
    wrong in profiles and banks.
    """

    profile: Profile
    profiles: tuple[Profile, ...]
    questions: tuple[Question, ...]
    loose: tuple[Question, ...]
    history: tuple[Summary, ...]
    readiness: Readiness
    mistakes: int
    coverage: tuple[TaskCoverage, ...]
    problems: tuple[str, ...]


def home(services: Services, code: str = "") -> Outcome[Home]:
    """Gather all of it for the profile with this code, or for the newest that can be sat today."""
    found = profiles.load_all()
    known = {profile.code: profile for profile in found.profiles}
    profile = known.get(code) or profiles.default(found.profiles, services.today())
    read = bank.questions(services).value
    own = tuple(question for question in read.with_key() if question.task_in(profile.code))
    return Outcome(
        Home(
            profile,
            found.profiles,
            own,
            read.without_task(profile.code),
            exam.history(services).value,
            exam.readiness(services, profile).value,
            len(exam.mistakes(services, (*own, *read.without_task(profile.code))).value),
            coverage.coverage(services, profile, own).value,
            tuple(str(problem) for problem in (*found.problems, *read.problems)),
        )
    )
