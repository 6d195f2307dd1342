"""What can go wrong, as things that a person can do something about.

A message says where, what was found, and what to do next.  It is kept here in English; its Chinese twin
stands in `pipelines/wording/zh.yml` under the class's name, filled from the same parts.

Longer than other files because it is a list.
"""

from typing import ClassVar

from pipelines.domain.words import Words


class BoardError(Exception):
    """The base of every refusal.

    `parts` are the values that a message in any language is filled from; a part that is a tuple of refusals
    (everything that is wrong with an edition) is said one a line, a text in both languages in the reader's, a subject
    of the register to a person by its kind (督办事项), in the message itself with its id.
    """

    message: ClassVar[str] = "{what}"

    def __init__(self, **parts: object):
        super().__init__(self.message.format(**{name: _listed(part) for name, part in parts.items()}))
        self.parts = parts


def _listed(part: object) -> object:
    if isinstance(part, Words):
        return part.en
    return "\n".join(f"  {each}" for each in part) if isinstance(part, tuple) else part


class EmptyDocument(BoardError):
    """A file holds no text."""

    message = "{where}: the file holds no text. Check that the right file was chosen, or export it again."


class BinaryDocument(BoardError):
    """A file is neither text nor an office file that some reader takes."""

    message = (
        "{where}: this is not a format that is read ({found}). Save the report as .docx, .pdf, .xlsx, .html or .txt "
        "and load that."
    )


class UnknownEncoding(BoardError):
    """A file's bytes are no text in an encoding that is read."""

    message = (
        "{where}: this is not text in UTF-8, UTF-16, GB18030 or Big5. Save the report as plain text "
        "(.txt or .md, UTF-8) and load that."
    )


class DocumentTooLarge(BoardError):
    """A file is larger than any report."""

    message = (
        "{where}: the file has {found} MB, more than the limit of {limit} MB. Check that it is a report; "
        "if so, raise FAZHI_MAX_DOCUMENT_MB."
    )


class DamagedDocument(BoardError):
    """A file is broken or cut short."""

    message = (
        "{where}: the file is damaged or cut short ({found}). Open it in the program that it came from and save it "
        "again, or get another copy."
    )


class ProtectedDocument(BoardError):
    """A file asks for a password."""

    message = "{where}: the file is protected by a password. Save a copy without one and load that."


class ScannedDocument(BoardError):
    """A PDF holds pictures of pages and no text."""

    message = (
        "{where}: scanned pages without text ({pages}), so there is nothing to read. Load the Word file or the web "
        "page it was printed from, or have its text recognised (OCR) and proofread first."
    )


class EntitiesRefused(BoardError):
    """An office file declares entities, which none needs and some are made to harm with."""

    message = (
        "{where}: {found} declares a document type or entities, which no office program writes. Open the file in the "
        "program that it came from and save it again."
    )


class UnpacksTooLarge(BoardError):
    """A packed file unpacks to more than any report holds."""

    message = (
        "{where}: the file unpacks to {found} MB; no report packs like that (limit {limit} MB). Check where it came "
        "from; if it is a report, save it as .txt and load that."
    )


class TooManyEntries(BoardError):
    """An archive lists more files than any report has."""

    message = (
        "{where}: the archive holds {found} files, more than the limit of {limit}. Check where it came from; if it is "
        "a report, save it again in the program that it came from."
    )


class SheetTooLarge(BoardError):
    """A table is far wider or longer than any that a report or a ledger has."""

    message = (
        "{where}: the table has {found} columns and rows, more than the limit of {limit}. Delete what stands far "
        "outside the table, or keep the part that is meant."
    )


class TooManyPages(BoardError):
    """A PDF has more pages than any report."""

    message = "{where}: {found} pages, more than the limit of {limit}. Load the part that is the report."


class NestedTooDeep(BoardError):
    """A web page is nested far deeper than any that a person wrote."""

    message = (
        "{where}: the page is nested more than {limit} levels deep. Open it in a browser, copy the report, and save "
        "it as .txt."
    )


class NeedsLibreOffice(BoardError):
    """An older Word or WPS file is read through a program that isn't installed."""

    message = (
        "{where}: files of Word 97–2003 and WPS are read through LibreOffice, which isn't installed. Install it "
        "(Debian: apt-get install libreoffice-writer), or save the report as .docx and load that."
    )


class ConversionFailed(BoardError):
    """LibreOffice made nothing of an older file."""

    message = (
        "{where}: LibreOffice can't read this file: it is damaged, or asks for a password. Open it in the program "
        "that it came from and save it as .docx."
    )


class ReaderBrokeOff(BoardError):
    """A file made its reader break off, or asked for more memory than a report needs."""

    message = (
        "{where}: reading broke off: the file is damaged, or needs more than {memory} MB of memory. Open it in the "
        "program that it came from and save it again, or save the report as .txt."
    )


class ReaderTooSlow(BoardError):
    """A file keeps its reader busy far longer than any report does."""

    message = (
        "{where}: not read within {seconds} seconds. Open it in the program that it came from and save it again, or "
        "save the report as .txt; for a very large report raise FAZHI_READER_SECONDS."
    )


class SeveralRefused(BoardError):
    """Several files of a batch can't be taken.  `faults`: one refusal each."""

    message = "{where}: {count} file(s) refused, so none was stored.\n{faults}"


class UnknownFormat(BoardError):
    """No reader takes this file's ending."""

    message = "{where}: no reader takes files that end in {found!r}. Save the report as one of: {readable}."


class NotChinese(BoardError):
    """A text has hardly any Chinese in it, so that no rule here reads it."""

    message = (
        "{where}: only {share:.0%} of the letters are Chinese. This board reads reports in Chinese; "
        "load the Chinese original."
    )


class BadSetting(BoardError):
    """A setting in the environment has a value that it can't have."""

    message = "{where}: {found!r} can't be used. Allowed: {allowed}. See docs/settings.md."


class NotAFolder(BoardError):
    """What should hold the board's data is a file."""

    message = "{where}: this is a file. Set FAZHI_DATA to a folder."


class SystemRefused(BoardError):
    """The operating system refused to read or write."""

    message = "{where}: the system refused ({found}). Check the path, its permissions, and the space left on the disk."


class MissingFile(BoardError):
    """A file that was named isn't there."""

    message = "{where}: no such file. Check the path."


class NotAFile(BoardError):
    """A folder was named where a report was expected."""

    message = "{where}: this is a folder. Name the reports in it: python -m pipelines ingest FOLDER/*.txt"


class UnknownYear(BoardError):
    """Neither the caller nor the text says which year a report is about."""

    message = "{where}: the text names no year outside 《》. Say which year the report is about: --year 2023."


class UnknownOrganisation(BoardError):
    """A document belongs to nobody that the catalogue knows."""

    message = (
        "{where}: organisation {found!r} isn't in the catalogue. Use --org with one of: {known}; "
        "or add it to data/catalogue/organisations.yml."
    )


class NoOrganisation(BoardError):
    """A text names nobody that the catalogue knows."""

    message = "{where}: the text names none of the organisations that are known. Use --org with one of: {known}."


class CatalogueRefused(BoardError):
    """The catalogue breaks promises between its files.  `faults` has one (where, what, next) a line."""

    message = "{where}: {count} fault(s) in the catalogue.\n{faults}"


class CatalogueFault(BoardError):
    """One fault of the catalogue."""

    message = "{where}: found {found}: {todo}"


class ChangeRefused(BoardError):
    """A change made on a page would break promises of the catalogue.  `faults`: one a line."""

    message = "{where}: this change can't be made ({count} fault(s)), so nothing was recorded.\n{faults}"


class ChangesDoNotFit(BoardError):
    """The catalogue's files are in order, and changes made on a page no longer fit them."""

    message = (
        "{where}: the files are in order, but changes that were made on the page Administration no longer fit them "
        "({count} fault(s)).\n{faults}\nIn force: {known}. Undo those that don't fit on that page, or with: "
        "python -m pipelines changes undo FILE/ID"
    )


class NotChangedHere(BoardError):
    """A part of the catalogue that isn't changed on a page."""

    message = "{where}: {found} isn't changed on this page. What is: {known}."


class NothingChanged(BoardError):
    """A change that leaves an entry as it is."""

    message = "{where}: this is how it stands already, so nothing was recorded. Change a value first."


class NoChangeToUndo(BoardError):
    """No change of an entry, or not the one that was named, stands."""

    message = "{where}: no such change stands, so there is nothing to undo. Reload the page."


class StillUsed(BoardError):
    """An organisation would go that something is loaded, typed, entered or stored of."""

    message = "{where}: organisation {found} still has {what}, so it must stay. Nothing was recorded."


class HoldsAlready(BoardError):
    """A person is given a role that they hold."""

    message = "{where}: this person holds the role already. End that first, or choose another person."


class HoldsNot(BoardError):
    """A person's role ends that they don't hold, or before it began."""

    message = "{where}: this person doesn't hold the role on {found}. Choose a later day, or reload the page."


class SamePerson(BoardError):
    """A role is handed over to the person who hands it over."""

    message = "{where}: nobody hands a role over to themselves. Choose another person."


class UnknownPerson(BoardError):
    """An id of a person that nobody here has, and that no account can have."""

    message = (
        "{where}: {found} is neither somebody known here nor the number of an account. Copy the number from the menu "
        "under the person's name, at the top of their own page: u- and 24 letters or digits."
    )


class OpenMeanwhile(BoardError):
    """What is open of an office isn't any more what the person saw who hands it over."""

    message = (
        "{where}: what is open of this office changed after you opened the page. Nothing was recorded. Look at the "
        "list again, then hand over."
    )


class NoName(BoardError):
    """A person without a name."""

    message = "{where}: no name was given. Write the person's name, or choose one who is known."


class UnreadableCard(BoardError):
    """A document's card is no list of keys in YAML and UTF-8."""

    message = "{where}: the card can't be read (line {line}). Write YAML in UTF-8: one key a line, each once."


class BadCard(BoardError):
    """A document's card has a key or a value that it can't have."""

    message = "{where}: {key} is {found!r}. Allowed: {allowed}."


class LostCard(BoardError):
    """A folder stands where a document's would, and isn't that document's."""

    message = (
        "{where}: this folder has no card, and doesn't hold the file that is being loaded. "
        "Move the folder elsewhere, then load again."
    )


class DocumentAltered(BoardError):
    """A document's bytes aren't the ones whose hash its card carries."""

    message = (
        "{where}: the file changed after it was loaded (card {expected}, file {found}). "
        "Put the original back. If the new file is meant, move it elsewhere, delete this document's folder, and load "
        "it from there with: python -m pipelines ingest FILE"
    )


class DoubledDocument(BoardError):
    """One document id stands on two cards."""

    message = "{where}: the document id {found!r} stands on two cards. Give each card an id of its own."


class SameBytes(BoardError):
    """One file was loaded as two documents; the places of its figures would be told apart by nothing."""

    message = "{where}: the same file as document {found!r}. Keep one of the two folders, and move the other elsewhere."


class LoadedOtherwise(BoardError):
    """A file that is there already was loaded with other words about it."""

    message = (
        "{where}: this file is loaded already as {document}, with {found}. To change that, edit {card} and build again."
    )


class FolderWithoutTables(BoardError):
    """A folder was given to be read, and nothing says where its tables go."""

    message = (
        "{where}: this is a folder. Say where the tables of all its reports go: "
        "python -m pipelines extract FOLDER --to OUT"
    )


class FileWithTables(BoardError):
    """A file was given where a batch takes a folder."""

    message = "{where}: --to takes a folder of reports, and this is a file. Leave --to away to print what it states."


class OutputTaken(BoardError):
    """What should hold a batch's tables holds something else."""

    message = "{where}: this holds other files than those of a batch. Name a new or an empty folder after --to."


class OtherBatch(BoardError):
    """An output was begun with another folder, other words, another catalogue or other code; they can't be mixed."""

    message = (
        "{where}: the parts there are of another run ({found}), and the two can't be mixed. Name another folder after "
        "--to; or delete this one to read everything again."
    )


class BatchRunning(BoardError):
    """Another batch writes to the same output."""

    message = "{where}: another run is writing here. Wait for it to end, or name another folder after --to."


class BatchStopped(BoardError):
    """A batch was stopped by the person who started it."""

    message = (
        "{where}: stopped. {done} of {total} files are done, and what was read of them is kept. To go on, type the "
        "same command again."
    )


class NoReports(BoardError):
    """A folder holds nothing that a reader takes."""

    message = (
        "{where}: no file in this folder is a report that can be read ({count} other names were found). Check the "
        "folder, or save its reports in a format that is read."
    )


class NothingRead(BoardError):
    """Every file of a batch was refused."""

    message = (
        "{where}: all {count} files were refused; this table says why, file by file. Mend what it names, then type "
        "the same command again."
    )


class DamagedPart(BoardError):
    """A finished part can't be read."""

    message = "{where}: this part is damaged. Delete it, then type the same command again: its files are read anew."


class ReaderDied(BoardError):
    """The process that read a file ended twice over it."""

    message = (
        "{where}: the process that read this file broke off ({found}). Open the file and save it anew, or as plain "
        "text; if that doesn't help, report it as a defect."
    )


class FileTooSlow(BoardError):
    """A file took longer than any report of its size."""

    message = "{where}: reading took too long and was given up. Save the report as plain text (.txt), or split it."


class WorkersFailed(BoardError):
    """Processes die before they read anything."""

    message = (
        "{where}: the processes that read files end at once ({found}). Check the free memory and the installation: "
        "python -m pipelines check"
    )


class UnreadableTable(BoardError):
    """A table of mass data is no Parquet file, or a damaged one."""

    message = "{where}: this is no Parquet file that can be read. Write it again, as docs/mass-data.md describes."


class BadColumn(BoardError):
    """A table of mass data lacks a column, has one too many, or one of another type."""

    message = "{where}: column {column}: {found}. Allowed: {allowed}. See docs/mass-data.md."


class BadRow(BoardError):
    """A row of mass data breaks a rule."""

    message = "{where}: row {row}, column {column}: found {found!r}. Allowed: {allowed}. See docs/mass-data.md."


class MassOverlaps(BoardError):
    """Tables of mass data hold documents that other tables hold already."""

    message = (
        "{where}: {count} of its documents stand in {found} already. If these tables replace those, move that folder "
        "elsewhere, then load again."
    )


class MixedIntake(BoardError):
    """Tables and reports were named in one command, or tables with words that only a report can have."""

    message = "{where}: load observations.parquet by a command of its own, without other files and without options."


class NoDocuments(BoardError):
    """There is nothing to build an edition from."""

    message = "{where}: no document has been loaded yet. Load a report with: python -m pipelines ingest FILE"


class NothingPublished(BoardError):
    """There is no edition to read."""

    message = (
        "{where}: no edition has been published yet. Build one with: python -m pipelines build "
        "(where approval is switched on, then: python -m pipelines publish ID)"
    )


class UnknownEdition(BoardError):
    """An edition was asked for that isn't there."""

    message = "{where}: no edition {found!r}. Published editions: {known}."


class EditionTooOld(BoardError):
    """An edition lacks a table that a question needs: other code than today's built it."""

    message = (
        "{where}: this edition was built by an earlier version of the board ({found}) and doesn't hold what is asked "
        "for here. Look at the current edition; if this is the current one: python -m pipelines build"
    )


class ChecksFailed(BoardError):
    """A candidate broke checks and wasn't published.  The last edition stays."""

    message = (
        "{where}: {count} check(s) failed, so this candidate was not published and the last edition stays.\n{faults}"
    )


class BuildRunning(BoardError):
    """Another build holds the lock."""

    message = "{where}: another build is running. Wait for it to end, then build again."


class UnreadableEdition(BoardError):
    """An edition's files can't be opened as what they are."""

    message = "{where}: this edition's file can't be read. Build again with: python -m pipelines build"


class EditionDamaged(BoardError):
    """A published edition no longer agrees with its manifest or its documents.  `faults`: one refusal each."""

    message = "{where}: the edition is damaged ({count} faults).\n{faults}\nBuild again with: python -m pipelines build"


class InputsMovedOn(BoardError):
    """An edition is whole, and its inputs are no longer the ones that it was built from."""

    message = (
        "{where}: the edition itself is whole. Since it was built {count} input(s) have changed, so a second build "
        "can't be compared with it.\n{faults}\nTo take them in: python -m pipelines build"
    )


class FileGone(BoardError):
    """One fault of an edition: a file isn't there any more."""

    message = "{where}: gone"


class FileChanged(BoardError):
    """One fault of an edition: a file isn't the one that it was."""

    message = "{where}: not the file that it was"


class FileAdded(BoardError):
    """One fault of an edition: an input that it doesn't know."""

    message = "{where}: new since then"


class RowsChanged(BoardError):
    """One fault of an edition: a table's rows aren't those that were published."""

    message = "{where}: the rows aren't those that were published"


class RowsNotRepeated(BoardError):
    """One fault of an edition: the same inputs and code give other rows."""

    message = "{where}: a second build gives other rows"


class QuoteNotThere(BoardError):
    """One fault of an edition: a figure's words don't stand at its place."""

    message = "{where}: {quote!r} of observation {observation} isn't at character {start}"


class UnknownLedger(BoardError):
    """A kind of ledger that the catalogue doesn't have."""

    message = "{where}: no kind of ledger is called {found!r}. Use one of: {known}."


class NoLedgerHeader(BoardError):
    """No sheet of a file has the ledger's header."""

    message = (
        "{where}: no row of any visible sheet names the columns of this ledger ({name}). It needs at least: {needed}. "
        "Check that the right kind of ledger was chosen; where another system names its columns otherwise, say which "
        "is which with --map 'its header=column'."
    )


class DeepHeader(BoardError):
    """A sheet's header stands far down."""

    message = (
        "{where}: the header stands in row {row}, below the first {limit} rows. Delete the rows above it that don't "
        "belong to the table, and load the file again."
    )


class SecondHeader(BoardError):
    """A second table with other columns begins below the first."""

    message = (
        "{where}: a second header begins here ({found}), with other columns than the first. Put each table on a sheet "
        "of its own."
    )


class DoubledColumn(BoardError):
    """Two headers of one sheet stand for the same column."""

    message = "{where}: two headers stand for one column ({found}). Rename the one that isn't meant."


class MissingColumns(BoardError):
    """A sheet lacks columns that each row needs."""

    message = (
        "{where}: the sheet lacks columns that each row needs: {found}. Add them, or say which of its other headers "
        "({unread}) stands for one with --map 'its header=column'."
    )


class HiddenLedger(BoardError):
    """A ledger's rows stand on a hidden sheet."""

    message = (
        "{where}: the hidden sheet {found} holds rows of this ledger. Unhide it if they are meant, else delete it, and "
        "load the file again."
    )


class LinkedWorkbook(BoardError):
    """A workbook takes values from other files."""

    message = (
        "{where}: the workbook takes values from other files ({found}), which can't be checked here. Paste them as "
        "values and load the file again."
    )


class NothingToLoad(BoardError):
    """A file holds a ledger's header and not one row that can be loaded."""

    message = "{where}: not one row can be loaded. Fill in the rows below the header and load the file again."


class RowsRefused(BoardError):
    """Some rows of a ledger can't be loaded, so that none was."""

    message = (
        "{where}: {refused} of {rows} rows can't be loaded, so nothing was.\n{faults}\n"
        "Put them right and load the file again (ledger check --marked OUT.xlsx writes it back with every such cell "
        "marked), or load the {good} good rows alone with --good-rows."
    )


class RefusedCell(BoardError):
    """One cell of a ledger that can't be loaded."""

    message = "{where}: {found}: {expected}"


class LedgerAltered(BoardError):
    """A loaded ledger's file isn't what it was when it was loaded."""

    message = (
        "{where}: the file isn't the one that was loaded ({expected}, now {found}). Put it back from a backup; what is "
        "loaded is never edited by hand."
    )


class SameLedgerFile(BoardError):
    """The very same file was loaded before."""

    message = "{where}: this very file was loaded before ({found}). Nothing was changed."


class UnknownMapping(BoardError):
    """A header is mapped to a column that the ledger doesn't have."""

    message = "{where}: the ledger has no column {found!r}. Use one of: {known}."


class BadMapping(BoardError):
    """A header's explanation isn't of the form header=column."""

    message = "{where}: {found!r} explains no header. Write 'their header=our column', such as '案号=case_no'."


class ChangesUnseen(BoardError):
    """A file would change or take back rows that were loaded before, and nobody has said that this is meant."""

    message = (
        "{where}: {changed} loaded rows would change and {missing} be taken back ({keys}). See them with "
        "ledger check; if they are meant, load the file with --yes."
    )


class PurgeTooEarly(BoardError):
    """Originals are to be deleted as of a day that is still to come."""

    message = (
        "{where}: {found} is still to come (today is {today}). An original is deleted only once its retention is over: "
        "leave out --as-of, or leave out --yes to see what will be over by then. Nothing was deleted."
    )


class NoSuchBatch(BoardError):
    """Late rows of a file that was never loaded."""

    message = "{where}: no loaded file is called {found!r}. Use one of: {known}."


class BadFileName(BoardError):
    """An uploaded file's name leads elsewhere, or is no name."""

    message = "{where}: this is no plain file name. Rename the file and upload it again."


class EmptyMaterial(BoardError):
    """An uploaded file without a single byte."""

    message = "{where}: the file is empty. Choose the right file and upload it again."


class MaterialTooLarge(BoardError):
    """A file is larger than a material may be."""

    message = (
        "{where}: the file has {found} MB, more than the limit of {limit} MB. Make it smaller (scan in grey, leave out "
        "pages), or raise FAZHI_MAX_MATERIAL_MB."
    )


class SameMaterial(BoardError):
    """The same bytes are stored already."""

    message = "{where}: the same file is stored already as {found!r} of {organisation}, since {since}. Use that one."


class UntitledMaterial(BoardError):
    """A material without a title, or with one that nobody could read in a list."""

    message = "{where}: the title has {found} characters. Write one of 1 to {limit} characters."


class UnknownOwner(BoardError):
    """An office that the catalogue doesn't list."""

    message = "{where}: the catalogue has no office {found!r}. Choose one of: {known}."


class UnknownMaterial(BoardError):
    """A material that is named as evidence and isn't offered."""

    message = "{where}: no material {found} is offered there. Upload the file again, or choose one of the list."


class MaterialInUse(BoardError):
    """A material is to be withdrawn that stands as evidence somewhere."""

    message = (
        "{where}: this material is used in {count} places ({found}), which keep it as their evidence. Withdraw it only "
        "if it isn't to be used anew: say that you have seen the places."
    )


class MaterialKept(BoardError):
    """A file is to be deleted whose retention isn't over, or that is kept for good."""

    message = "{where}: this file is kept until {found}. Change its retention first, if that is wrong."


class MaterialGone(BoardError):
    """A material's file isn't there."""

    message = "the file of the material {where} ({found}) is missing. Restore it from the latest backup"


class MaterialAltered(BoardError):
    """A material's file isn't the one that was stored."""

    message = "the file of the material {where} ({found}) isn't the one that was stored: it was changed"


class MaterialLeft(BoardError):
    """The file of a purged material is still there."""

    message = "the file of the material {where} ({found}) was to be deleted and is still there: delete it once more"


class DemoRootNotEmpty(BoardError):
    """The synthetic district was to go where something lies already."""

    message = (
        "{where}: this folder isn't empty (it holds {found}), and made-up data is never mixed with other data. Name a "
        "new or an empty folder."
    )


class TooManyMadeUp(BoardError):
    """More subdistricts were asked for than the synthetic district has names for."""

    message = "{where}: {found} made-up subdistricts; there are names for 1 to {limit}. Ask for fewer."


class YearsOutOfOrder(BoardError):
    """The years of the synthetic district are none that a board can hold."""

    message = "{where}: the years {found} can't be made. Name a first and a last year, up to the year of {limit}."


class RealAmongMadeUp(BoardError):
    """A root of made-up data holds a document that doesn't say that it is made up."""

    message = (
        "{where}: this data root holds made-up data (模拟数据), and this document doesn't say that it is made up. "
        "Load it into a data root of its own: the two are never mixed."
    )


class BadYears(BoardError):
    """Years that aren't written as a first and a last one."""

    message = "{where}: {found!r} names no years. Write a first and a last year, such as 2018-2025."


class YearUnknown(BoardError):
    """A year that the published edition knows nothing of."""

    message = "{where}: the published edition knows nothing of {found}. Load that year's report or ledgers and build."


class DecidedMeanwhile(BoardError):
    """Somebody decided on the same thing after the person had looked at it."""

    message = "{where}: {who} decided on this at {at} UTC ({what}), after you opened it. Look at it again, then decide."


class RegisterUnreachable(BoardError):
    """The register's store doesn't answer."""

    message = (
        "{where}: the register can't be reached ({found}). Nothing was recorded. Try again in a minute; if it stays "
        "so, see whether the database runs, and check FAZHI_REGISTER_URL."
    )


class RegisterUncertain(BoardError):
    """The line to the register's database went dead while it was being told to keep what was recorded."""

    message = (
        "{where}: the connection was lost while this was being recorded ({found}), and nobody can say yet whether it "
        "was. Open the page again: it shows what is recorded."
    )


class RegisterForbidden(BoardError):
    """The register's database lets us in, and not do what is needed."""

    message = (
        "{where}: the database doesn't allow it ({found}). Nothing was recorded. Give the role of FAZHI_REGISTER_URL "
        "the rights that docs/register-in-postgresql.md lists."
    )


class RegisterNotUtf8(BoardError):
    """The register's database can't hold Chinese."""

    message = (
        "{where}: the database keeps its texts in {found}, which can't hold all that people write. Make another one: "
        "create database … encoding 'UTF8' template template0."
    )


class RegisterDamaged(BoardError):
    """The register's store is no database that can be read."""

    message = "{where}: the register can't be read ({found}). Nothing was recorded. Restore it from the latest backup."


class RegisterNotEmpty(BoardError):
    """A register to copy into that holds something."""

    message = "{where}: there are {found} decisions already. Copy into a new database or file; nothing is written over."


class RegisterEmpty(BoardError):
    """A register to copy from that holds nothing."""

    message = "{where}: nobody has decided anything yet, so there is nothing to copy. Set FAZHI_REGISTER_URL at once."


class CopyDiffers(BoardError):
    """A copy of the register that reads back otherwise than it was written."""

    message = (
        "{where}: the copy isn't what was copied ({found}), so it was taken back. Try again; if it stays so, another "
        "program writes into this database."
    )


class TextUnwritable(BoardError):
    """A text holds a character that can't be stored."""

    message = (
        "{where}: the text holds a character that nobody can see or store ({found}). Nothing was recorded. Type the "
        "text, or paste it without formatting, and try again."
    )


class TextTooLong(BoardError):
    """A text is longer than the register keeps."""

    message = "{where}: {found} characters, more than the {limit} that are kept. Nothing was recorded. Shorten it."


class DriverMissing(BoardError):
    """A setting asks for a database whose driver isn't installed."""

    message = "{where}: {found}, which this database is reached through, isn't installed. Type `make setup`."


class RegisterAltered(BoardError):
    """The chain of decisions isn't as it was written."""

    message = (
        "{where}: the register was altered in {count} places:\n{faults}\nRestore it from the latest backup, and find "
        "out who can write to it."
    )


class EventChanged(BoardError):
    """An event says something else than it was recorded with."""

    message = "decision {where} ({found}) was changed"


class EventRemoved(BoardError):
    """An event is missing from the chain."""

    message = "decision {where} was removed"


class EventInserted(BoardError):
    """An event stands in the chain that nobody recorded."""

    message = "decision {where} ({found}) was put in afterwards"


class EventMoved(BoardError):
    """An event stands at another place than it was recorded at."""

    message = "decision {where} ({found}) was moved from another place"


class TailCut(BoardError):
    """Events at the end are missing."""

    message = "from decision {where} on everything is missing that {anchor} knows of"


class HeadDiffers(BoardError):
    """What an edition or a backup kept of the chain doesn't agree with it."""

    message = "decision {where} isn't the one that {anchor} was built on: it or one before it was changed"


class WordsChanged(BoardError):
    """A person's words beside the chain aren't those of its event."""

    message = "the words of decision {where} ({found}) were changed"


class NotAllowed(BoardError):
    """A person's roles don't allow what they want to do."""

    message = "{where}: that is for {needed}. Ask somebody who has that role."


class NotSignedIn(BoardError):
    """Somebody whom no valid token of a provider names.  `code`: first, ended, others (issued for another client)."""

    message = "{where}: sign in first."


class RootOpen(BoardError):
    """A data root that others on the machine can read, of a board that several people sign in to."""

    message = (
        "{where}: mode {found} lets others on this machine read every organisation's data. Type: chmod 700 {where}"
    )


class SignInIncomplete(BoardError):
    """The settings of the sign-in can't be used."""

    message = "{where}: {found} is missing or can't be used. docs/security.md says what belongs there."


class NoRole(BoardError):
    """An account that has no role on this board."""

    message = (
        "Your account has no role on this board (claim {where}). Ask the administrator for one, then sign out and in "
        "again."
    )


class NoScope(BoardError):
    """An account that has no organisation on this board."""

    message = (
        "Your account names no organisation that this board knows (claim {where}). Ask the administrator for one, then "
        "sign out and in again."
    )


class NothingOfTheirs(BoardError):
    """The edition holds nothing of the organisations that are a person's."""

    message = (
        "{where}: this edition holds nothing of your organisations yet. Load a report or a ledger of theirs, or ask "
        "the administrator which organisations are yours."
    )


class TokenBad(BoardError):
    """A token of the API that isn't known, was revoked, or isn't good any more."""

    message = "{where}: this token isn't good. Ask the administrator for another."


class NotTheirs(BoardError):
    """Something of an organisation that isn't the person's, or that isn't there at all."""

    message = (
        "{where}: this isn't one of yours, or isn't there. Choose one of yours in the header; the administrator says "
        "which those are."
    )


class OwnWork(BoardError):
    """A decision on what the person entered, submitted, proposed, answered or scored."""

    message = "{where}: somebody else decides on your own work. Leave it to a colleague who may."


class FigureGone(BoardError):
    """A decision on a figure that the published edition doesn't have."""

    message = (
        "{where}: the published edition has no such figure any more. Reload the page and look at what stands there now."
    )


class ReadingMoved(BoardError):
    """A figure is read otherwise than when the person looked at it."""

    message = "{where}: this place is read otherwise than when you opened it. Reload the page, look, and decide again."


class NothingToUndo(BoardError):
    """Nothing was decided on a figure, a record, a target …, or it was taken back already."""

    message = "{where}: there is no decision to take back. Reload the page."


class NothingToSettle(BoardError):
    """Report and ledger don't differ there in the published edition."""

    message = "{where}: report and ledger don't differ here in the published edition. Load the page again."


class DifferenceMoved(BoardError):
    """One of the two values isn't what the person saw."""

    message = "{where}: one of the two values is another one than you saw. Load the page again, then decide."


class ReasonMissing(BoardError):
    """A decision that needs its reason in words."""

    message = "{where}: say why in a sentence. Others will want to know, and nothing else tells them."


class EditionSentBack(BoardError):
    """An edition that an approver refused."""

    message = "{where}: this edition was sent back at {at} UTC. Put right what was said of it, then build another."


class UnknownMetric(BoardError):
    """A metric that the catalogue doesn't list."""

    message = "{where}: the catalogue has no metric {found}. Choose one of the list."


class NotANumber(BoardError):
    """What was typed is no figure."""

    message = "{where}: {found!r} can't be a figure here. Write a number of 0 or more, a rate up to 100."


class BoundsOutOfOrder(BoardError):
    """Bounds between which the value doesn't lie."""

    message = "{where}: {found} doesn't hold. The lower bound is at most the value, the upper one at least."


class UnitOfOtherMetric(BoardError):
    """A unit that the metric can't be counted in."""

    message = "{where}: {found} isn't how this metric is counted ({expected}). Choose that unit, or another metric."


class PeriodOutOfOrder(BoardError):
    """A period that ends before it begins."""

    message = "{where}: the period {found} ends before it begins. Put the days in order."


class NoReference(BoardError):
    """A figure was typed without saying where it comes from."""

    message = (
        "{where}: the reference has {found} characters. Say in 1 to {limit} where the figure comes from: the number of "
        "a document, a ledger, a system."
    )


class PeriodToCome(BoardError):
    """A figure was typed for a period that isn't over."""

    message = "{where}: the period ends on {found}, and today is {today}. Let it end on the last day that is counted."


class NothingTyped(BoardError):
    """A typed figure is to be taken back that isn't there."""

    message = "{where}: no figure typed by hand stands there; perhaps it was taken back already. Reload the page."


class CorrectionOutdated(BoardError):
    """A known error of a source isn't there any more."""

    message = (
        "{where}: corrections.yml expects {expected!r} there, and the document states {found}. If the source has "
        "caught up, remove the correction; otherwise put its quote and expect right."
    )


class UnknownItem(BoardError):
    """A milestone, practice, problem or key result that isn't there."""

    message = "{where}: there is no such {found}. Reload the page and choose one of the list."


class NotADay(BoardError):
    """What was typed is no day."""

    message = "{where}: {found!r} is no day. Write it as 2025-03-28."


class FigureNotAsked(BoardError):
    """A figure was given where only marks and words can be."""

    message = "{where}: no figure can be given here. Leave it empty, and give marks and words."


class NothingFilled(BoardError):
    """A form was saved with nothing in it, and nothing stood there before."""

    message = "{where}: nothing was filled in, so nothing was recorded. Fill in a figure, marks or words."


class NothingChosen(BoardError):
    """A list in which something has to be chosen, and nothing is."""

    message = "no {where} was chosen, so nothing was recorded. Choose from the list."


class DayAhead(BoardError):
    """Something recorded as done on a day that hasn't come."""

    message = "{where}: {found} is later than today ({today}). Record what is done, with the day on which it was."


class DayBefore(BoardError):
    """Something recorded on a day before there was anything to record."""

    message = "{where}: {found} is before {since}, when it began. Write the day on which it was done."


class ProofMissing(BoardError):
    """A problem closed without anything that shows it."""

    message = "{where}: closing a problem needs proof. Name the document, or attach a material."


class NothingWaits(BoardError):
    """A record that was accepted, refused or taken back meanwhile."""

    message = "{where}: this record doesn't wait for a decision any more. Reload the page."


class TargetUnfit(BoardError):
    """A target that a key result can't have."""

    message = (
        "{where}: {found} can't be its target. A change in percent needs a baseline and goes the way of the key "
        "result; periods and milestones can only be confirmed as they are."
    )


class TargetBehindBaseline(BoardError):
    """A target that lies where the way to it begins, or behind."""

    message = "{where}: the target {found} doesn't lie beyond the baseline {baseline}. Write one that does."


class TaskMoved(BoardError):
    """A step that a task can't take from where it is."""

    message = "{where}: the task is {found}, so it can't be {wanted}. Reload the page."


class DueTooEarly(BoardError):
    """A day to be done by that has passed already."""

    message = "{where}: {found} has passed. Write a day from {today} on."


class TextMissing(BoardError):
    """A name or a task without words."""

    message = "{where}: nothing was written. Say in a few words what it is."


class BackupThere(BoardError):
    """A backup that would write over a file."""

    message = "{where}: the file is there already. Give the backup another name; an old one is never written over."


class StillAtWork(BoardError):
    """Files are stored or deleted for longer than a backup waits."""

    message = (
        "{where}: files are being stored or deleted here (a report or a ledger is loaded, or another backup runs), and "
        "that took longer than {minutes} minutes. No backup was written. Start it again once that is done."
    )


class BackupIncomplete(BoardError):
    """A backup would lack a file that its decisions name, and couldn't be restored."""

    message = (
        "{where}: no backup was written, since the files of {count} materials are missing from it or are others "
        "({found}). Run `verify`, which names what is wrong, then start the backup again."
    )


class NotABackup(BoardError):
    """A file that no backup made."""

    message = "{where}: this is no backup of this board ({found}). Choose a file that `backup` wrote."


class BackupDamaged(BoardError):
    """A backup whose content isn't what it was."""

    message = "{where}: the backup is damaged or was changed ({found}); nothing was restored. Use another one."


class RootNotEmpty(BoardError):
    """A folder to restore into that holds something."""

    message = "{where}: the folder isn't empty. Restore into a new folder, look, then set FAZHI_DATA to it."


class QueryEmpty(BoardError):
    """A query without a statement."""

    message = "{where}: there is nothing yet. Write one SELECT, or choose a table or an example."


class QueryTooLong(BoardError):
    """A query that no address can hold."""

    message = (
        "{where}: it has {found} characters, more than the {limit} that a link can hold. Shorten it, or run it in a "
        "notebook: board.sql(…)."
    )


class QueryNotOne(BoardError):
    """Several statements where one is run."""

    message = "{where}: these are {found} statements; one is run. Leave one SELECT and take the others away."


class QueryNotSelect(BoardError):
    """A statement that isn't a SELECT."""

    message = "{where}: this is a statement of kind {found}. Only a SELECT is run: the page reads and changes nothing."


class QuerySyntax(BoardError):
    """A query that can't be read."""

    message = "{where}, line {line}, column {column}: it can't be read there ({found}). Mend it and run it again."


class QueryUnknownTable(BoardError):
    """A query names a table that isn't offered."""

    message = "{where}: there is no table {found} here. Nearest: {known}. All tables are listed on the page."


class QueryUnknownColumn(BoardError):
    """A query names a column that its tables don't have."""

    message = "{where}: there is no column {found} in its tables. Nearest: {known}. Open a table to see its columns."


class QueryForbidden(BoardError):
    """A query reaches for something outside the edition."""

    message = (
        "{where}: it reaches for something outside this edition ({found}). Only tables listed on the page can be read."
    )


class QueryFailed(BoardError):
    """A query that the database refuses for another reason."""

    message = "{where}: the database refuses it ({found}). Mend it and run it again."


class QueryTooSlow(BoardError):
    """A query that takes too long."""

    message = (
        "{where}: it wasn't done within {seconds} seconds and was stopped. Narrow it by year or organisation, or join "
        "fewer tables; for a long piece of work use a notebook."
    )


class QueryTooLarge(BoardError):
    """A query that needs too much memory."""

    message = (
        "{where}: it needs more than {memory} MB of memory, or is nested too deep, and was stopped. Count or filter "
        "before joining and sorting; for a large piece of work use a notebook."
    )


class QueryBusy(BoardError):
    """Too many queries run at once."""

    message = "{where}: {count} queries are running already. Wait a moment and run it again."


class QueryUnnamed(BoardError):
    """A query to be saved has no name, or too long a one."""

    message = (
        "{where}: a saved query needs a name of 1 to {limit} characters; this has {found}. Give it one and save again."
    )


class QueryUnknown(BoardError):
    """A saved query that isn't there any more."""

    message = "{where}: there is no such saved query any more: somebody took it away. Save it again if you need it."


class GradesTied(BoardError):
    """Equals stand at the last place of a grade, and the rubric wants people to decide."""

    message = (
        "{where} (group {group}): {places} places, and {found} have equal marks at the last one. Look at these again, "
        "or say in the rubric whether equals all get the grade (quota.ties)."
    )


class QuotaUnmet(BoardError):
    """A grade must go to more organisations than marks and places give it."""

    message = (
        "{where} (group {group}): {least} must get it, and by marks and places only {found} do. Change the "
        "grade's marks or its least share in the rubric, or leave the least share out."
    )


class RoundUnknown(BoardError):
    """A round of the assessment that isn't there."""

    message = "{where}: there is no such round. Reload the page and choose one of the list."


class RoundTwice(BoardError):
    """A district opens a second round for the year."""

    message = "{where}: {found} is assessed already (round {round}). Change the plan of that round instead."


class RoundDates(BoardError):
    """A round's dates are missing, or don't follow each other."""

    message = (
        "{where}: {found}. Give all dates in this order: issued, self-assessment until, review until, "
        "rectified until; and at least one day for objections."
    )


class RubricUnready(BoardError):
    """A rubric that marks aren't set for, or that isn't there."""

    message = (
        "{where}: no round can be opened with it ({found}). Set marks, rules and grades on the page "
        "Administration first, or choose another rubric."
    )


class NobodyAssessed(BoardError):
    """A round without organisations."""

    message = "{where}: nobody is assessed. Choose at least one organisation under the district."


class StepOver(BoardError):
    """A step of a round whose time is over, or hasn't come."""

    message = "{where}: {found}. {todo}"


class MarksOutside(BoardError):
    """A mark below 0, above the ceiling, or finer than the rubric's marks are."""

    message = "{where}: {found} isn't between 0 and {ceiling} with at most {decimals} decimals. Give another mark."


class ConflictDeclared(BoardError):
    """An assessor who said that they have a conflict with an organisation."""

    message = "{where}: you declared a conflict with this organisation, so a colleague scores it."


class SelfAssessmentUnfinished(BoardError):
    """A self-assessment is submitted with lines that nobody but the organisation can fill."""

    message = (
        "{where}: {count} line(s) have neither a figure of the board nor a self-assessment: {found}. Fill these first."
    )


class MarksMissing(BoardError):
    """Feedback is to be given while lines have no mark."""

    message = "{where}: {count} line(s) have no mark yet, among them {found}. Score these first."


class ObjectionsOpen(BoardError):
    """Grades are to be published while objections wait."""

    message = "{where}: {count} objection(s) wait for a decision: {found}. Decide these first."


class ProgramRefused(BoardError):
    """A file that runs is stored as evidence."""

    message = (
        "{where}: this is a program or a script ({found}), which isn't evidence. Store a document, a table, a "
        "picture or an archive of these."
    )


class BadRubricRow(BoardError):
    """A row of a rubric's table that can't be read."""

    message = "{where}: {found} can't be read. {todo}"


class BadSelfAssessment(BoardError):
    """A self-assessment form that came back and can't be taken."""

    message = "{where}: nothing was taken over.\n{faults}\nMend these rows, or download the form again."


class MapTooLarge(BoardError):
    """A map of communities with more than a page can draw."""

    message = (
        "{where}: the map is too large ({found}; limit {limit} points). Export it with fewer corners (simplify the "
        "borders to about 10 metres) and put it in the same place."
    )


class NotAMap(BoardError):
    """A file that is no map of communities."""

    message = (
        "{where}: this isn't a map of communities ({found}). Export the communities as GeoJSON polygons in degrees "
        "(WGS 84 or CGCS2000), each with the property name as ledgers write it: docs/maps.md."
    )
