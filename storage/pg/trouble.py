"""What PostgreSQL and the way to it complain about, as errors an editor can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from psycopg_pool import PoolClosed, PoolTimeout

from wireroom.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly, StoreUnreachable


@contextmanager
def said_by_postgres(where: str) -> Iterator[None]:
    """Turn what psycopg raises inside the block into an error of the newsroom; ``where`` names the store."""
    try:
        yield
    except (psycopg.Error, PoolTimeout, PoolClosed) as error:
        raise translated(where, error) from error


def translated(where: str, error: Exception) -> StoreError:
    """The newsroom's error for one of psycopg's."""
    said = _first_line(error)
    match error:
        case PoolClosed():
            return StoreError(f"The store {where} is closed.", next_step="Open it again.")
        case errors.LockNotAvailable():
            return StoreBusy(f"Another desk is writing to {where}.", next_step="Try again in a moment.")
        case errors.QueryCanceled():
            return StoreBusy(f"{where} took too long to answer.", next_step="Try again in a moment.")
        case errors.DiskFull():
            return StoreFull(
                f"There is no room left for {where}: {said}.",
                next_step="Free some space there and do it again: nothing that was acknowledged is lost.",
            )
        case errors.InsufficientPrivilege():
            return StoreReadOnly(
                f"Your role may not do that in {where}: {said}.",
                next_step="Ask whoever runs the newsroom's database for a role that may.",
            )
        case errors.ReadOnlySqlTransaction():
            return StoreReadOnly(
                f"{where} is read-only just now: {said}.", next_step="Name the primary server in --store."
            )
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return StoreDamaged(f"{where} is damaged: {said}.", next_step="Restore a backup.")
        case errors.UntranslatableCharacter() | errors.CharacterNotInRepertoire():
            return StoreError(
                f"{where} can't keep a character of that text: {said}.", next_step="Take it out of the text."
            )
        case errors.InvalidAuthorizationSpecification() | errors.InvalidCatalogName():
            return StoreError(
                f"{where} did not let us in: {said}.", next_step="Check name, role and password."
            )
        case psycopg.OperationalError() if "FATAL:" in str(error) and error.sqlstate is None:
            return StoreError(
                f"{where} did not let us in: {said}.", next_step="Check address, role and password."
            )
        case PoolTimeout() | psycopg.OperationalError() | psycopg.InterfaceError():
            return cut_off(where, said)
        case _:
            return StoreError(
                f"The store {where} can't do that: {said}.",
                next_step="Run 'wireroom check' if it happens again.",
            )


def cut_off(where: str, said: str) -> StoreUnreachable:
    """The error for a server that does not answer."""
    return StoreUnreachable(
        f"No answer from {where}: {said}.",
        next_step="Nothing acknowledged is lost. Do it again when the connection is back.",
    )


def doubtful(where: str) -> StoreUnreachable:
    """The error for a connection that broke at the very moment of committing, and did not come back."""
    return StoreUnreachable(
        f"The connection to {where} broke while this was being written; whether it was is not known.",
        next_step="When the connection is back, look whether it is there before doing it again.",
    )


def not_written(where: str) -> StoreUnreachable:
    """The error for an act that PostgreSQL threw away with its connection."""
    return StoreUnreachable(
        f"The connection to {where} broke, and this was not written.",
        next_step="Do it again.",
    )


def damaged_row(where: str, table: str, row_id: str) -> StoreDamaged:
    """The error for a row whose text no longer matches its checksum."""
    return StoreDamaged(
        f"The document {row_id} of {table} in {where} does not match its checksum.",
        next_step="Run 'wireroom check' to see all that is damaged, or restore a backup.",
    )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
