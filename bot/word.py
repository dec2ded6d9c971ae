"""A paper as a Word file that looks like one of a Thai office, and stays editable: real styles for
headings and tables, and Sarabun, which such offices write in.
"""

import re
from collections.abc import Callable
from typing import IO, Any, BinaryIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from handlers.paper import Grid, Heading, Missing, Paper, Paragraph, Part, Points, Shown
from handlers.texts import t
from handlers.thai.dates import long_date

#: The font of Thai offices; a machine without it shows its own Thai one.
FONT = "TH Sarabun New"
BODY, CHAPTER, SECTION, COVER = Pt(16), Pt(20), Pt(17), Pt(28)
#: Between the margins.
TEXT_WIDTH = Cm(16)
#: A column counts as having at least and at most so many letters in a line.
NARROW, WIDE = 9, 36
#: What no XML document may hold (XML 1.0, "Char").
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

#: Opens a stored photo by its key. Raises OSError where there is none.
OpenPhoto = Callable[[str], BinaryIO]


def write_word(into: IO[bytes], paper: Paper, photo: OpenPhoto, *, thai_digits: bool) -> None:
    """Write the paper; `thai_digits`: with ๑๒๓ for 123 throughout. A photo that cannot be opened is
    left out, and its caption stays."""
    _Writer(paper, photo, thai_digits).write(into)


class _Writer:
    def __init__(self, paper: Paper, photo: OpenPhoto, thai_digits: bool):
        self._paper = paper
        self._photo = photo
        self._thai_digits = thai_digits
        self._document: Any = Document()
        self._set_up()

    def write(self, into: IO[bytes]) -> None:
        self._cover()
        for number, chapter in enumerate(self._paper.chapters, start=1):
            heading = self._document.add_heading(self._said(f"{number}. {chapter.title}"), 1)
            heading.paragraph_format.page_break_before = number == 1  # after the cover
            for part in chapter.parts:
                self._part(part)
        self._document.save(into)

    # --- the look ---

    def _set_up(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
        for name, size in (
            ("Normal", BODY),
            ("Heading 1", CHAPTER),
            ("Heading 2", SECTION),
            ("Title", COVER),
            ("List Bullet", BODY),
        ):
            _dress(self._document.styles[name], size, bold=name.startswith(("Heading", "Title")))
        self._document.styles["Normal"].paragraph_format.space_after = Pt(4)
        self._document.core_properties.title = self._said(self._paper.title)
        self._document.core_properties.author = self._said(self._paper.by)
        self._document.core_properties.language = "th-TH"
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.add_run(f"{t('annual_draft.page')} ")
        _page_number(footer, thai_digits=self._thai_digits)

    def _cover(self) -> None:
        for _ in range(5):
            self._document.add_paragraph()
        self._centred(self._paper.title, "Title")
        self._centred(self._paper.subtitle)
        for _ in range(6):
            self._document.add_paragraph()
        day = long_date(self._paper.made_on)
        self._centred(t("annual_draft.by", name=self._paper.by, day=day))
        self._centred(t("annual_draft.draft"))

    def _centred(self, text: str, style: str = "Normal") -> None:
        paragraph = self._document.add_paragraph(self._said(text), style)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _said(self, text: str) -> str:
        clean = _NOT_IN_XML.sub("", text)
        return clean.translate(_THAI_DIGITS) if self._thai_digits else clean

    # --- the parts ---

    def _part(self, part: Part) -> None:
        match part:
            case Heading(text):
                self._document.add_heading(self._said(text), 2)
            case Paragraph(text):
                self._document.add_paragraph(self._said(text))
            case Missing(text):
                run = self._document.add_paragraph().add_run(f"[{self._said(text)}]")
                run.italic = True
            case Points(points):
                for point in points:
                    self._document.add_paragraph(self._said(point), "List Bullet")
            case Grid():
                self._grid(part)
            case Shown():
                self._shown(part)

    def _grid(self, grid: Grid) -> None:
        table = self._document.add_table(rows=1, cols=len(grid.headings), style="Table Grid")
        for cell, heading in zip(table.rows[0].cells, grid.headings, strict=True):
            cell.text = self._said(heading)
            _bold(cell.paragraphs[0].runs[0])
            _shade(cell, "E2EFE7")
        _repeat(table.rows[0])
        for row in grid.rows:
            added = table.add_row()
            _keep_whole(added)
            for cell, value in zip(added.cells, row, strict=True):
                cell.text = self._said(value)
        table.autofit = False
        for column, width in zip(table.columns, _widths(grid), strict=True):
            column.width = width  # LibreOffice goes by this one, Word by the cells
            for cell in column.cells:
                cell.width = width
        self._document.add_paragraph(self._said(grid.note))

    def _shown(self, shown: Shown) -> None:
        try:
            with self._photo(shown.media_key) as image:
                self._document.add_picture(image, width=Cm(12))
            self._document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        except OSError:
            pass  # purged since, or the store does not answer: the caption tells what is missing
        self._centred(shown.caption)


def _dress(style: Any, size: Pt, *, bold: bool) -> None:
    """Thai is set by the font, size and weight for complex scripts, Latin by the others."""
    style.font.name, style.font.size, style.font.bold = FONT, size, bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for tag, value in (("w:bCs", "1" if bold else "0"), ("w:szCs", str(int(size.pt * 2)))):
        for before in properties.findall(qn(tag)):
            properties.remove(before)
        made = OxmlElement(tag)
        made.set(qn("w:val"), value)
        properties.append(made)


def _page_number(paragraph: Any, *, thai_digits: bool) -> None:
    """A field, which Word works out on each page; until then it shows a 1. THAIARABIC: with Thai
    digits (ECMA-376, general formatting switches); LibreOffice does not know it and shows 1, 2."""
    field = OxmlElement("w:fldSimple")
    switch = r" \* THAIARABIC" if thai_digits else ""
    field.set(qn("w:instr"), f"PAGE{switch}")
    field.append(paragraph.add_run("๑" if thai_digits else "1")._r)
    paragraph._p.append(field)


def _widths(grid: Grid) -> list[Any]:
    """Of the columns, by the longest line in each, so that a number does not get a half page."""
    longest = [
        max(len(line) for cell in cells for line in cell.split("\n"))
        for cells in zip(grid.headings, *grid.rows, strict=True)
    ]
    shares = [min(max(length, NARROW), WIDE) for length in longest]
    return [int(TEXT_WIDTH * share / sum(shares)) for share in shares]


def _bold(run: Any) -> None:
    """Also for Thai, which has a weight of its own."""
    run.bold = True
    run._r.get_or_add_rPr().append(OxmlElement("w:bCs"))


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """The headings stand again on each page that the table goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
