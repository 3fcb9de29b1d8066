"""ScreeningError and its children: what a person can mend, with where, what, and what to write instead."""


class ScreeningError(Exception):
    """A fault that a person can mend; the command line prints it without a traceback and ends with `status`."""

    status = 1


class NoDatabase(ScreeningError):
    """There is no database at an address, so that nothing can be said about what is kept."""

    status = 3


class StorageTrouble(ScreeningError):
    """The database is there, and cannot be used as things are; what was acknowledged before stays as it is."""

    status = 5


class DiskFull(StorageTrouble):
    """There is no room to write."""


class DiskFault(StorageTrouble):
    """The disk did not read or write what it was told to."""


class NotWritable(StorageTrouble):
    """The database, or what a command writes, may be read at most."""


class Damaged(StorageTrouble):
    """The database is not what was written."""


class ServerAway(StorageTrouble):
    """The database's server does not answer, or ended the connection."""


class Busy(StorageTrouble):
    """Others use the database in a way that keeps us from it; to be tried again."""

    status = 4


class ContentError(ScreeningError):
    """A file in questionbank/ or rubrics/ cannot be used as it stands."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}.")
        self.where = where
        self.problem = problem
        self.remedy = remedy
