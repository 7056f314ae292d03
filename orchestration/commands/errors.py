"""How a command ends when it cannot do its work: one line on stderr and an exit code. Nothing else belongs here."""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_STOPPED = 130


class CommandError(Exception):
    """The command cannot go on; the message is one clear line that says what to do."""

    def __init__(self, message: str, exit_code: int = EXIT_FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def usage(message: str) -> CommandError:
    """Return the error of a command that was typed wrongly."""
    return CommandError(message, EXIT_USAGE)
