"""Errors meant for the learner: what happened, what is safe, what to do."""


class AppError(Exception):
    """The environment or a file is at fault, not the program."""

    def __init__(self, message: str, *, hint: str = "", details: str = "") -> None:
        """Keep the sentence for the screen apart from the details for a report."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


class StoreError(AppError):
    """The progress file cannot be read or written."""


class StoreBusy(StoreError):
    """Another program holds the progress file."""


class StoreDamaged(StoreError):
    """The progress file is not sound."""


class StoreTooNew(StoreError):
    """A newer Certdeck wrote the progress file."""


class StoreReadOnly(StoreError):
    """The progress file or its folder cannot be written to."""


class StoreFull(StoreError):
    """The disk is full."""


class LayoutError(AppError):
    """A diagram could not be laid out."""


class ExportError(AppError):
    """A file could not be written."""


class AlreadyThere(ExportError):
    """A file stands where one is to be written, and nobody said that it may go."""


class SettingsError(AppError):
    """The settings could not be read or kept."""


class NotesUnreadable(AppError):
    """A notes folder could not be read."""
