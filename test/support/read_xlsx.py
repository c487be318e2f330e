"""Prints a workbook as lines that tests compare: sheets, cells with type, format and value, and what else a
person would notice (frozen rows, filter, widths, charts, pictures). Reads the parts with the standard library
only, strictly: a part that is not well-formed XML ends it with an error."""
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def formats_of(book):
    styles = ElementTree.fromstring(book.read("xl/styles.xml"))
    custom = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
    fonts = [font.find(MAIN + "b") is not None for font in styles.find(MAIN + "fonts")]
    return [
        (custom.get(xf.get("numFmtId"), xf.get("numFmtId")), fonts[int(xf.get("fontId"))])
        for xf in styles.find(MAIN + "cellXfs")
    ]


def cell_line(cell, formats):
    kind = cell.get("t", "n")
    value = "".join(t.text or "" for t in cell.iter(MAIN + "t")) if kind == "inlineStr" else None
    if value is None:
        found = cell.find(MAIN + "v")
        value = found.text if found is not None else ""
    formula = cell.find(MAIN + "f")
    number_format, bold = formats[int(cell.get("s", "0"))]
    parts = [cell.get("r"), kind, repr(value)]
    if number_format != "0":
        parts.append("format=" + number_format)
    if bold:
        parts.append("bold")
    if formula is not None:
        parts.append("formula=" + formula.text)
    return " ".join(parts)


def print_sheet(book, name, part, formats, most):
    sheet = ElementTree.fromstring(book.read(part))
    pane = next(sheet.iter(MAIN + "pane"), None)
    filter_range = next(sheet.iter(MAIN + "autoFilter"), None)
    rows = list(sheet.iter(MAIN + "row"))
    print(f"sheet {name!r} rows={len(rows)}"
          + (f" frozen={pane.get('topLeftCell')}" if pane is not None else "")
          + (f" filter={filter_range.get('ref')}" if filter_range is not None else ""))
    print("  widths " + " ".join(column.get("width") for column in sheet.iter(MAIN + "col")))
    for row in rows[:most]:
        for cell in row:
            print("  " + cell_line(cell, formats))


def main(path, most=20):
    with zipfile.ZipFile(path) as book:
        if book.testzip() is not None:
            sys.exit("damaged zip")
        for part in book.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(book.read(part))
        formats = formats_of(book)
        workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))
        for index, sheet in enumerate(workbook.iter(MAIN + "sheet"), 1):
            print_sheet(book, sheet.get("name"), f"xl/worksheets/sheet{index}.xml", formats, int(most))
        for part in sorted(book.namelist()):
            if re.match(r"xl/charts/chart\d+\.xml", part):
                chart = book.read(part).decode()
                kind = re.search(r"<c:plotArea>.*?<c:(\w+Chart)>", chart, re.S).group(1)
                print(f"chart {kind} " + " ".join(re.findall(r"<c:f>(.*?)</c:f>", chart)))
            elif part.startswith("xl/media/"):
                print(f"picture {part}")


if __name__ == "__main__":
    main(*sys.argv[1:])
