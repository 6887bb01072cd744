"""A network folder that is written for other programs: as RDF, as metadata, as a store on disk."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eloggraph.api.opened import OpenedFolder
from eloggraph.jobs.free import room_given
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.build import Built
    from eloggraph.api.day import Day
    from eloggraph.checks.check import CheckReport
    from eloggraph.finding import Finding


class WrittenNetwork(OpenedFolder):
    """A network folder with the forms that it has in other programs."""

    @cached_property
    def judged(self) -> CheckReport:
        """What is found in the cells, without which services the norms of the day miss."""
        from eloggraph.api.check import check_cells

        return check_cells(self)

    def build(
        self,
        format: str = "turtle",
        *,
        draft: bool = False,
        lang: Language | None = None,
        at: Day | None = None,
        memory: str | None = None,
    ) -> str:
        """Return the tables as RDF, or their description for other programs.

        Parameters
        ----------
        format
            ``turtle`` or ``ntriples``; ``cpsv``, ``cpov`` or ``dcat``, in the words of that EU
            profile; ``csvw`` or ``frictionless`` for metadata of the CSV files; ``bibtex``,
            ``datacite`` or ``cff`` for how the data is cited.
        draft
            Build even though the tables have faults: a comment at the top says so. Metadata is
            about the files, whatever is in them.
        lang
            The language that metadata is in where it can be in one only.
        at
            Build only what holds on that day, month or year; what is only planned or wished for
            is left out too. Without it everything on record is built.
        memory
            How much the work may take, such as ``8GB``; by default all that the machine has free.
            What would take more is not begun.

        Raises
        ------
        FaultyError
            When the tables have violations, and no draft is wanted.

        Examples
        --------
        >>> import eloggraph
        >>> eloggraph.open("datasets/osaajaks").build()[:12]
        '@prefix acto'
        """
        from eloggraph.api.build import build

        with room_given(memory):
            return build(self, format, draft, lang, at)

    def build_parts(
        self,
        format: str = "turtle",
        *,
        draft: bool = False,
        lang: Language | None = None,
        at: Day | None = None,
        memory: str | None = None,
    ) -> Built:
        """Return the same as :meth:`build`, made as it is taken: a large file need not fit at once.

        Examples
        --------
        >>> import eloggraph
        >>> b"".join(eloggraph.open("datasets/osaajaks").build_parts("ntriples").parts)[:8]
        b'<https:/'
        """
        from eloggraph.api.build import stream

        with room_given(memory):
            return stream(self, format, draft, lang, at)

    def write_store(
        self,
        folder: str | Path,
        *,
        rebuild: bool = False,
        draft: bool = False,
        at: Day | None = None,
        memory: str | None = None,
    ) -> Finding | None:
        """Write all graphs with the ontology as an Oxigraph store on disk: whole or not at all.

        :func:`eloggraph.open_dataset` opens it in milliseconds, and so does any program that reads
        such stores.

        Parameters
        ----------
        folder
            A folder that is not there yet, or is empty.
        rebuild
            Whether an earlier store in it is replaced.
        draft
            As that of :meth:`build`.
        at
            Write what holds on that day, month or year; else all that is on record.
        memory
            As that of :meth:`build`.

        Returns
        -------
        What was done with the ids that were made for rows without one: they are kept beside the
        tables, as ``build`` does. None where there was nothing to do.

        Raises
        ------
        OutputError
            When the folder holds anything else, or cannot be written; what was there is as it was.

        Examples
        --------
        >>> import eloggraph, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = eloggraph.open("datasets/osaajaks").write_store(f"{folder}/store")
        ...     eloggraph.open_dataset(f"{folder}/store").ask("ASK { ?s a elo:Actor }")
        True
        """
        from eloggraph.api.disk_store import write_store

        with room_given(memory):
            return write_store(self, folder, rebuild, draft, at)
