"""Edits of tables: kept in a journal, checked unsaved, and saved as a patched copy.

A file that is edited is never written to. What is typed is a line of a journal, on the disk before
it is confirmed; a copy is the bytes of the file with the changed cells patched. Every room below is
plain library: no page, no thread, no clock of its own.

``editing``
    ``open_editing(paths, workspace, counter=..., when=...) -> Editing``: take up the edits of some
    files (those of ``NetworkTables.table_files()``, or anybody's workbook). ``workspace`` is a
    folder of ours with the journal and the bytes of the files as they were; a workspace with a
    journal is taken up where it was left, whatever killed the process before.
    :class:`Editing` has

    - ``sheets() -> tuple[SheetName, ...]``: file and sheet of all that can be edited;
    - ``rows(sheet, first=None, last=None) -> Rows``: the texts of rows as they are now, by the
      number that a spreadsheet shows; ``cell(Cell) -> str`` one of them;
    - ``locate(place) -> Cell | None``: the cell of a finding's ``Place``;
    - ``set_cell(cell, text)``, ``set_cells({cell: text})``, ``paste(cell, block)``,
      ``add_row(sheet, texts, after=None)``, ``remove_row(sheet, row)``, ``record(changes)``: each
      is one step, confirmed when it returns;
    - ``undo()``, ``redo(number=None)`` -> the :class:`Step` or None; ``history() -> steps``;
    - ``touched(step)``: from which row to which, by table, a step has changed what is there;
    - ``revision``: a number that every step, undo and redo raises by one;
    - ``patched() -> dict[Path, bytes]``: the edited files as they would be saved;
    - ``row_map() -> RowMap``: which row is which, to compare findings over a removed row;
    - ``changed_files() -> tuple[Path, ...]``: those that are no longer as they were opened;
    - ``list_waiting() -> findings``: of files with edits that are not among these any more;
      ``count_waiting()`` tells how many, and ``forget(name)`` lets those of one go for good.

``overlay``
    ``with read_edited(editing): eloggraph.open(folder).check()``: whatever is opened within reads
    the edited files in place of those on the disk, so that nothing is saved to be checked.

``findings``
    ``compare_findings(before, after, moved=None) -> Changed`` with ``came``, ``went``, ``stayed``;
    ``moved=follow_rows(then, now)`` of two ``editing.row_map()`` follows rows that moved.

``corrections``
    ``find_correction(finding) -> Correction | None``: the one safe remedy of a finding;
    ``apply_correction(editing, *corrections, language="fi") -> Step``;
    ``list_corrections(findings)``.

``conflicts``, ``merging``
    ``find_conflicts(editing) -> Conflicts``: what a file that changed meanwhile and the edits both
    changed (``both``), what only one of them did (``theirs``, ``ours``), cell by cell;
    ``merge(editing, conflicts, {cell: "ours" | "theirs"})``: go on with the file as it is now, with
    every step kept.

``save``
    ``save_copy(editing, name, target) -> Saved`` for one file, ``save_files(editing, folder, also)
    -> tuple[Saved, ...]`` for a network with what else belongs to it; ``name_copy(path, word) ->
    Path`` is a free name beside a file. A copy is read again and compared before this returns.

Errors are those of :mod:`eloggraph.errors`, told by the catalogue: ``InputError`` for an edit that
a file cannot take, ``OutputError`` for a journal or a copy that cannot be written.
"""
