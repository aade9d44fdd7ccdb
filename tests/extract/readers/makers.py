"""Make small files of each format for the tests, with as little machinery as the format allows."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

import docx
import openpyxl

A4 = (595, 842)


def zipped(members: Mapping[str, str | bytes], *, level: int = 6) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for member, content in members.items():
            package.writestr(member, content)
    return out.getvalue()


def zip_bomb(members: Mapping[str, str | bytes], swollen: str, size: int = 300 << 20) -> bytes:
    """A small zip in which the member ``swollen`` unpacks to so many blanks; never held whole, here at least."""
    out = BytesIO(zipped({name: content for name, content in members.items() if name != swollen}))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
        package.open(swollen, "w") as part,
    ):
        part.write(b"<a>")
        for _ in range(size >> 20):
            part.write(b" " * (1 << 20))
        part.write(b"</a>")
    return out.getvalue()


def stream_bomb(size: int = 300 << 20) -> bytes:
    """A small zlib stream that unpacks to so many zeros."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {member: package.read(member) for member in package.namelist()}


def word(body: str, numbering: str = "", **parts: str) -> bytes:
    """A docx whose body is the XML given, in a file that python-docx has made."""
    out = BytesIO()
    docx.Document().save(out)
    members: dict[str, str | bytes] = dict(unzipped(out.getvalue()))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members["word/document.xml"] = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    members["word/numbering.xml"] = f"<w:numbering {space}>{numbering}</w:numbering>"
    for part, content in parts.items():
        members[f"word/{part}.xml"] = f"<w:{part} {space}>{content}</w:{part}>"
    return zipped(members)


def workbook(rows: Sequence[Sequence[object]], *, title: str = "任务分工", merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(
    pages: Sequence[str], *, size: tuple[int, int] = A4, forms: Mapping[str, tuple[str, str]] | None = None
) -> bytes:
    """A PDF of content streams; ``forms`` are drawings by name, each with its stream and the names it may call. The font /F prints Chinese: each character is its two bytes of UTF-16."""
    count = len(pages)
    forms = forms or {}
    numbers = {form: 6 + 2 * count + i for i, form in enumerate(forms)}
    drawings = " ".join(f"/{form} {number} 0 R" for form, number in numbers.items())
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{6 + 2 * i} 0 R' for i in range(count))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120 /CapHeight 880"
            b" /FontBBox [0 -120 1000 880] /ItalicAngle 0 /StemV 80 >>"
        ),
    ]
    for index, content in enumerate(pages):
        packed = zlib.compress(content.encode("latin-1"))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {7 + 2 * index} 0 R"
            f" /Resources << /Font << /F 3 0 R >> /XObject << {drawings} >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream")
    for content, called in forms.values():
        kids = " ".join(f"/{form} {numbers[form]} 0 R" for form in called.split())
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 {size[0]} {size[1]}] /Length {len(content)}"
        head += f" /Resources << /Font << /F 3 0 R >> /XObject << {kids} >> >> >>\nstream\n"
        objects.append(f"{head}{content}\nendstream".encode("latin-1"))
    return _bound(objects)


def _bound(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(out),
    )


def printed(text: str, x: float, y: float, size: float = 16) -> str:
    """Print a line; ``y`` counts from the foot of the page."""
    return f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def ruled(columns: Sequence[float], rows: Sequence[float]) -> str:
    """Draw a full grid."""
    across = "".join(f"{columns[0]} {y} m {columns[-1]} {y} l S\n" for y in rows)
    return across + "".join(f"{x} {rows[0]} m {x} {rows[-1]} l S\n" for x in columns)


def width_of(character: str) -> float:
    return 1.0 if character > "\u2e7f" or character in "“”‘’—…" else 0.5


def steps(text: str) -> str:
    return " ".join(f"{5 * width_of(character):g}" for character in text[:-1]) or "0"


def typeset(paragraphs: Sequence[str], ems: int, lines: int) -> list[list[tuple[str, int]]]:
    """Break paragraphs into pages of lines, each with its indent in characters."""
    printed_lines: list[tuple[str, int]] = []
    for text in paragraphs:
        line, indent, left = "", 2, ems - 2.0
        for character in text:
            if width_of(character) > left:
                printed_lines.append((line, indent))
                line, indent, left = "", 0, float(ems)
            line, left = line + character, left - width_of(character)
        printed_lines.append((line, indent))
    return [printed_lines[start : start + lines] for start in range(0, len(printed_lines), lines)]


def ofd(pages: Sequence[Sequence[tuple[str, float, float]]], path: str = "") -> bytes:
    """An OFD whose pages hold (text, x, y) in millimetres, five millimetres a character; ``path`` is drawn on each."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    kids = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    members = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{kids}</ofd:Pages></ofd:Document>",
    }
    for index, lines in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject ID="{i}" Boundary="{x} {y} 180 6" Size="5"><ofd:TextCode X="0" Y="5"'
            f' DeltaX="{steps(text)}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
            for i, (text, x, y) in enumerate(lines)
        )
        if path:
            objects += f'<ofd:PathObject ID="99" Boundary="0 0 210 297"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
        members[f"Doc_0/Pages/Page_{index}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(members)
