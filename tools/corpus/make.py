#!/usr/bin/env python3
"""make.py [OUT]: the sample documents in formats other than Word's text export, from texts.tsv.

Writes OUT/corpus/* and OUT/tests/golden/format/*/input.* (OUT: this repository). The same bytes on every run: no clock, no
packing, no library beyond Python's own. What the documents have on purpose: merged cells (gridSpan, vMerge, rowspan, colspan,
covered cells), numbers and percentages by number format alone, tables over page ends with the header repeated, GB18030 and UTF-16,
names in GBK inside an archive. Those for the golden tests have more: text boxes, tracked changes, hidden text and sheets, tables in
tables. The PDF's font is not embedded (STSong-Light, glyphs of Adobe-GB1), as in old ones of many offices; what its glyphs mean stands
in the file, so that its text is read without the package poppler-data too, which is needed to show it.
"""
import os
import re
import struct
import sys
import zlib
from decimal import Decimal
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = {
    'N': ('产出指标', '数量指标'), 'Z': ('产出指标', '质量指标'), 'T': ('产出指标', '时效指标'), 'C': ('产出指标', '成本指标'),
    'E': ('效益指标', '经济效益指标'), 'S': ('效益指标', '社会效益指标'), 'G': ('效益指标', '生态效益指标'),
    'K': ('效益指标', '可持续影响指标'), 'M': ('满意度指标', '服务对象满意度指标'),
}
HEADER = ('一级指标', '二级指标', '三级指标', '绩效指标描述', '指标值', '指标值确定依据')


# --- texts -------------------------------------------------------------------------------------------------------------
class Cell:
    def __init__(self, text, cols=1, rows=1):
        self.text, self.cols, self.rows = text.replace('\\n', '\n'), cols, rows


def lay(rows):
    """For each row of a table its cells with their columns: (column, cell, whether it goes on from the row above)."""
    width, going = sum(c.cols for c in rows[0]), {}
    for row in rows:
        line, column, cells = [], 0, iter(row)
        while column < width:
            if column in going:
                cell, left = going.pop(column)
                line.append((column, cell, True))
            else:
                cell = next(cells)
                left = cell.rows
                line.append((column, cell, False))
            if left > 1:
                going[column] = cell, left - 1
            column += cell.cols
        yield line


def form(office, p):
    """The table of a project's fields, 7 columns."""
    code, name, budget, fiscal, other, plan, purpose, goal = p['fields']
    a, b, c, d = plan.split('/')
    return [
        [Cell(office, 4), Cell('单位：万元', 3)],
        [Cell('项目编码'), Cell(code, 2), Cell('项目名称'), Cell(name, 3)],
        [Cell('预算规模及资金用途', 1, 2), Cell('预算数'), Cell(budget), Cell('其中：财政资金'), Cell(fiscal), Cell('其他资金'), Cell(other)],
        [Cell(purpose, 6)],
        [Cell('资金支出计划（%）', 1, 2), Cell('3月底'), Cell('6月底'), Cell('10月底', 2), Cell('12月底', 2)],
        [Cell(a), Cell(b), Cell(c, 2), Cell(d, 2)],
        [Cell('绩效目标'), Cell(goal, 6)],
    ]


def indicators(p):
    """The table of a project's indicators, 6 columns; equal levels are one merged cell."""
    keys = [CLASSES[r[0]] for r in p['rows']]
    table = [[Cell(h) for h in HEADER]]
    for i, r in enumerate(p['rows']):
        row = []
        for depth in (1, 2):
            if i and keys[i][:depth] == keys[i - 1][:depth]:
                continue
            n = i
            while n < len(keys) and keys[n][:depth] == keys[i][:depth]:
                n += 1
            row.append(Cell(keys[i][depth - 1], 1, n - i))
        table.append(row + [Cell(x) for x in r[1:]])
    return table


def blocks(d):
    """A document: ('p', text) or ('t', table); in those of the tests also what the formats' writers do in their own ways."""
    out = [('p', f"{d['office']}{d['year']}年部门预算绩效文本"), ('p', '第一部分'), ('p', '部门整体绩效目标'), ('p', '一、总体绩效目标'),
           ('p', d['overall']), ('p', '第二部分'), ('p', '预算项目绩效目标')]
    for n, p in enumerate(d['projects'], 1):
        out += [('p', f"{n}.{p['fields'][1]}绩效目标表"), ('t', form(d['office'], p)), ('p', ''), ('t', indicators(p))]
    return out


def trapped(d):
    """The same with a text box, text that is not to be read, a table in a table, and one of another year that is hidden."""
    *out, (_, table) = blocks(d)
    out[5:5] = [('box', '本表由云泽市园林管理所填报。'), ('gone', '上年指标：补植行道树900株，成活率80%。')]
    return out + [('frame', table), ('old', table)]


def load():
    out = []
    for line in open(os.path.join(HERE, 'texts.tsv'), encoding='utf-8'):
        kind, *f = line.rstrip('\n').split('\t')
        if kind == 'D':
            out.append({'file': f[0], 'year': f[1], 'office': f[2], 'overall': f[3], 'projects': []})
        elif kind == 'P':
            out[-1]['projects'].append({'fields': f, 'rows': []})
        elif kind == 'R':
            out[-1]['projects'][-1]['rows'].append(f)
    return out


# --- text --------------------------------------------------------------------------------------------------------------
def export(doc):
    """As Word exports it: a cell a line, led by a tab; an empty line ends a row."""
    out = []
    for kind, what in doc:
        if kind in ('p', 'box'):
            out.append(what + '\n')
        elif kind in ('t', 'frame'):
            for line in lay(what):
                out.append(''.join('\t' + ('' if goes_on else c.text) + '\n' for _, c, goes_on in line) + '\n')
            out.append('\n')
    return ''.join(out)


def bars(doc):
    """A row a line, cells parted by bars; a merged cell stands empty."""
    out = []
    for kind, what in doc:
        if kind == 'p':
            out.append(what + '\n')
        else:
            for line in lay(what):
                out.append('| ' + ' | '.join('' if goes_on else c.text.replace('\n', '') for _, c, goes_on in line) + ' |\n')
            out.append('\n')
    return ''.join(out)


# --- zip containers ----------------------------------------------------------------------------------------------------
def pack(members):
    """A zip of (name as bytes, bytes), nothing packed, on the first day that a zip knows."""
    out, names = b'', b''
    for name, data in members:
        fixed = struct.pack('<HHHHHIIIHH', 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        names += b'PK\1\2\x14\0' + fixed + struct.pack('<HHHII', 0, 0, 0, 0, len(out)) + name
        out += b'PK\3\4' + fixed + name + data
    return out + names + struct.pack('<4sHHHHIIH', b'PK\5\6', 0, 0, len(members), len(members), len(names), len(out), 0)


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parts(*pairs):
    return pack([(name.encode(), text.encode()) for name, text in pairs])


TYPES = XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' \
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' \
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
RELS = XML + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
MIME = 'application/vnd.openxmlformats-officedocument.'


def relations(*pairs):
    return RELS.format(''.join(f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
                               for n, (kind, target) in enumerate(pairs, 1)))


def override(*pairs):
    return TYPES.format(''.join(f'<Override PartName="{name}" ContentType="{MIME}{kind}"/>' for name, kind in pairs))


# --- Word --------------------------------------------------------------------------------------------------------------
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"' \
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'


def word_run(text, tag='w:t'):
    return f'<w:r><{tag} xml:space="preserve">{escape(text)}</{tag}></w:r>'


def word_paragraphs(text):
    return ''.join(f'<w:p>{word_run(t) if t else ""}</w:p>' for t in text.split('\n'))


def word_table(rows, merge):
    out = '<w:tbl><w:tblPr/><w:tblGrid>' + '<w:gridCol w:w="1300"/>' * sum(c.cols for c in rows[0]) + '</w:tblGrid>'
    for line in lay(rows):
        out += '<w:tr>'
        for _, c, goes_on in line:
            span = f'<w:gridSpan w:val="{c.cols}"/>' if c.cols > 1 else ''
            down = f'<w:{merge}/>' if goes_on else f'<w:{merge} w:val="restart"/>' if c.rows > 1 else ''
            out += f'<w:tc><w:tcPr>{span}{down}</w:tcPr>{word_paragraphs("" if goes_on else c.text)}</w:tc>'
        out += '</w:tr>'
    return out + '</w:tbl>'


def word_body(doc, merge):
    out = ''
    for kind, what in doc:
        if kind == 'p':
            out += word_paragraphs(what)
        elif kind == 't':
            out += word_table(what, merge)
        elif kind == 'frame':  # a table in a cell; a deleted row before it
            gone = f'<w:tr><w:trPr><w:del w:id="3" w:author="x"/></w:trPr><w:tc>{word_paragraphs("旧表")}</w:tc></w:tr>'
            out += f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>{gone}<w:tr><w:tc>{word_table(what, merge)}<w:p/></w:tc></w:tr></w:tbl><w:p/>'
        elif kind == 'box':  # as Word writes it: the same text for new and for old programs
            box = f'<w:txbxContent>{word_paragraphs(what)}</w:txbxContent>'
            out += '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>' \
                f'{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>' \
                '</mc:Fallback></mc:AlternateContent></w:r></w:p>'
        elif kind == 'gone':  # half of it deleted under tracking, half hidden
            half = len(what) // 2
            out += f'<w:p><w:del w:id="1" w:author="x">{word_run(what[:half], "w:delText")}</w:del>' \
                f'<w:r><w:rPr><w:vanish/></w:rPr><w:t>{escape(what[half:])}</w:t></w:r>' \
                f'<w:ins w:id="2" w:author="x">{word_run("本年指标见下表。")}</w:ins></w:p>'
    return out


def docx(doc):
    body = f'{XML}<w:document {W} {MC}><w:body>{word_body(doc, "vMerge")}<w:sectPr/></w:body></w:document>'
    return parts(('[Content_Types].xml', override(('/word/document.xml', 'wordprocessingml.document.main+xml'))),
                 ('_rels/.rels', relations(('officeDocument', 'word/document.xml'))), ('word/document.xml', body))


def word_2003(doc):
    doc = [b for b in doc if b[0] not in ('box', 'old')]
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    return (XML + f'<?mso-application progid="Word.Document"?>\n<w:wordDocument {space}><w:body>{word_body(doc, "vmerge")}'
            '</w:body></w:wordDocument>').encode()


# --- numbers -----------------------------------------------------------------------------------------------------------
def number(text):
    """What a workbook holds for a text: (number, format), or None where it holds the text."""
    if m := re.fullmatch(r'(\d+)(\.\d+)?%', text):
        return Decimal(text[:-1]) / 100, '0%' if not m[2] else '0.' + '0' * (len(m[2]) - 1) + '%'
    if re.fullmatch(r'\d+\.\d\d', text):
        return Decimal(text), '0.00'
    if m := re.fullmatch(r'(\d{1,5})([天个吨株])', text):
        return Decimal(m[1]), f'0"{m[2]}"'
    return (Decimal(text), 'General') if re.fullmatch(r'\d', text) else None


# --- workbooks ---------------------------------------------------------------------------------------------------------
def sheets(doc):
    """[name, hidden, rows] with rows of (column, cell, goes on): what stands before the projects, then a sheet a project."""
    out = [['封面', False, []]]
    for kind, what in doc:
        if kind == 'p' and re.match(r'\d\.', what):
            out.append([f'项目{len(out)}', False, []])
        if kind == 'old':
            out.append(['上年', True, []])
        if kind in ('p', 'box') and what:
            out[-1][2].append([(0, Cell(what, 7), False)])
        elif kind in ('t', 'frame', 'old'):
            out[-1][2] += list(lay(what)) + [[]]
    return out


def xlsx(doc):
    strings, formats, found = {}, {'General': 0}, sheets(doc)
    files = []
    for _, _, rows in found:
        data = merges = ''
        for r, line in enumerate(rows, 1):
            data += f'<row r="{r}">'
            for column, c, goes_on in line:
                at, n = f'{chr(65 + column)}{r}', None if goes_on else number(c.text)
                if goes_on:
                    data += f'<c r="{at}"/>'
                    continue
                if n:
                    data += f'<c r="{at}" s="{formats.setdefault(n[1], len(formats))}"><v>{n[0]}</v></c>'
                else:
                    data += f'<c r="{at}" t="s"><v>{strings.setdefault(c.text, len(strings))}</v></c>'
                if c.cols > 1 or c.rows > 1:
                    merges += f'<mergeCell ref="{at}:{chr(64 + column + c.cols)}{r + c.rows - 1}"/>'
            data += '</row>'
        merges = f'<mergeCells>{merges}</mergeCells>' if merges else ''
        files.append(f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{merges}</worksheet>')
    names = ''.join(f'<sheet name="{name}" sheetId="{n}"{" state=" + chr(34) + "hidden" + chr(34) if hidden else ""} r:id="rId{n}"/>'
                    for n, (name, hidden, _) in enumerate(found, 1))
    custom = ''.join(f'<numFmt numFmtId="{163 + n}" formatCode="{escape(f, {chr(34): "&quot;"})}"/>' for f, n in formats.items() if n)
    xfs = ''.join(f'<xf numFmtId="{163 + n if n else 0}" applyNumberFormat="1"/>' for n in formats.values())
    paths = [f'worksheets/sheet{n}.xml' for n in range(1, len(files) + 1)]
    return parts(
        ('[Content_Types].xml', override(('/xl/workbook.xml', 'spreadsheetml.sheet.main+xml'),
                                         *((f'/xl/{p}', 'spreadsheetml.worksheet+xml') for p in paths),
                                         ('/xl/styles.xml', 'spreadsheetml.styles+xml'),
                                         ('/xl/sharedStrings.xml', 'spreadsheetml.sharedStrings+xml'))),
        ('_rels/.rels', relations(('officeDocument', 'xl/workbook.xml'))),
        ('xl/workbook.xml', f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'),
        ('xl/_rels/workbook.xml.rels', relations(*(('worksheet', p) for p in paths), ('styles', 'styles.xml'),
                                                 ('sharedStrings', 'sharedStrings.xml'))),
        ('xl/styles.xml', f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats) - 1}">{custom}</numFmts>'
                          '<fonts count="1"><font><sz val="11"/><name val="SimSun"/></font></fonts><fills count="1"><fill/></fills>'
                          '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                          f'<cellXfs count="{len(formats)}">{xfs}</cellXfs></styleSheet>'),
        ('xl/sharedStrings.xml', f'{XML}<sst xmlns="{MAIN}">' + ''.join(f'<si><t>{escape(s)}</t></si>' for s in strings) + '</sst>'),
        *((f'xl/{p}', f) for p, f in zip(paths, files)))


MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

# --- OpenDocument ------------------------------------------------------------------------------------------------------
NAMES = ' '.join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for n, u in (
    ('office', 'office'), ('text', 'text'), ('table', 'table'), ('style', 'style'), ('draw', 'drawing')))
STYLES = '<office:automatic-styles><style:style style:name="hidden" style:family="table">' \
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'


def open_paragraphs(text):
    return ''.join(f'<text:p>{escape(t)}</text:p>' for t in text.split('\n'))


def open_cell(column, c, goes_on, values):
    covered = f' table:number-columns-repeated="{c.cols - 1}"' if c.cols > 2 else ''
    rest = f'<table:covered-table-cell{covered}/>' if c.cols > 1 else ''
    if goes_on:
        return '<table:covered-table-cell/>' + rest
    span = f' table:number-columns-spanned="{c.cols}" table:number-rows-spanned="{c.rows}"' if c.cols > 1 or c.rows > 1 else ''
    n = number(c.text) if values else None
    kind = '' if not n else f' office:value-type="{"percentage" if "%" in n[1] else "float"}" office:value="{n[0]}"'
    return f'<table:table-cell{span}{kind}>{open_paragraphs(c.text)}</table:table-cell>{rest}'


def open_rows(lines, values=False):
    return ''.join(f'<table:table-row>{"".join(open_cell(*c, values) for c in line) or "<table:table-cell/>"}</table:table-row>'
                   for line in lines)


def open_text(doc):
    """The body of a text."""
    out = changes = ''
    for n, (kind, what) in enumerate(doc):
        if kind == 'p':
            out += open_paragraphs(what)
        elif kind == 't':
            out += f'<table:table table:name="t{n}">{open_rows(lay(what))}</table:table>'
        elif kind == 'frame':
            out += f'<table:table table:name="o{n}"><table:table-row><table:table-cell><table:table table:name="t{n}" ' \
                f'table:is-sub-table="true">{open_rows(lay(what))}</table:table></table:table-cell></table:table-row></table:table>'
        elif kind == 'box':
            out += f'<text:p><draw:frame><draw:text-box>{open_paragraphs(what)}</draw:text-box></draw:frame></text:p>'
        elif kind == 'gone':
            changes = '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>' \
                f'{open_paragraphs(what)}</text:deletion></text:changed-region></text:tracked-changes>'
            out += '<text:p><text:change text:change-id="c1"/>本年指标见下表。</text:p>'
    return f'<office:text>{changes}{out}</office:text>'


def open_sheets(doc):
    """The body of a workbook; rows end in cells that are only repeated, as Calc writes them."""
    out = ''
    for name, hidden, rows in sheets(doc):
        style = ' table:style-name="hidden"' if hidden else ''
        out += f'<table:table table:name="{name}"{style}>{open_rows(rows, True)}<table:table-row ' \
            'table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
    return f'<office:spreadsheet>{out}</office:spreadsheet>'


def open_package(body, kind):
    mime = 'application/vnd.oasis.opendocument.' + kind
    manifest = XML + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">' \
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>' \
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    content = f'{XML}<office:document-content {NAMES}>{STYLES}<office:body>{body}</office:body></office:document-content>'
    return parts(('mimetype', mime), ('META-INF/manifest.xml', manifest), ('content.xml', content))


def open_flat(body, kind):
    return (f'{XML}<office:document {NAMES} office:mimetype="application/vnd.oasis.opendocument.{kind}">{STYLES}'
            f'<office:body>{body}</office:body></office:document>').encode()


# --- web pages ---------------------------------------------------------------------------------------------------------
def html_table(rows):
    out = '<table border="1">\n'
    for line in lay(rows):
        out += '<tr>'
        for _, c, goes_on in line:
            if not goes_on:
                span = (f' colspan="{c.cols}"' if c.cols > 1 else '') + (f' rowspan={c.rows}' if c.rows > 1 else '')
                out += f'<td{span}>{escape(c.text).replace(chr(10), "<br>")}</td>'
        out += '</tr>\n'
    return out + '</table>\n'


def html(doc):
    """As a content system publishes it: a menu, a script, the declared character set an older name of GB18030."""
    out = '<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">\n' \
        '<title>预算绩效公开</title><script>var t = "<table><tr><td>指标值</td></tr></table>";</script></head>\n<body>\n' \
        '<nav><ul><li>首页</li><li>政务公开</li><li>联系我们</li></ul></nav>\n'
    for kind, what in doc:
        if kind in ('p', 'box'):
            out += f'<p>{escape(what) or "&nbsp;"}</p>\n'
        elif kind == 't':
            out += html_table(what)
        elif kind == 'frame':
            out += f'<table><tr><td>{html_table(what)}</td></tr></table>\n'
        elif kind in ('gone', 'old'):
            out += f'<div style="display:none">{what if kind == "gone" else html_table(what)}</div>\n'
    return (out + '</body></html>\n').encode('gb18030')


# --- PDF ---------------------------------------------------------------------------------------------------------------
SIZE, LINE, PAD, LEFT, TOP, BOTTOM, WIDTH = 9, 12, 3, 40, 800, 50, 515


def wide(ch):
    return SIZE / 2 if ' ' <= ch <= '~' else SIZE


def wrap(text, room):
    out = []
    for part in text.split('\n'):
        line, used = '', 0
        for ch in part:
            if used + wide(ch) > room:
                out.append(line)
                line, used = '', 0
            line, used = line + ch, used + wide(ch)
        out.append(line)
    return out


def glyph(ch):
    """Its number in Adobe-GB1, whose first glyphs stand in the order of GB 2312."""
    if ' ' <= ch <= '~':
        return ord(ch) - 31
    row, column = ch.encode('gb2312')
    for first, number_ in ((0xd8, 4695), (0xb0, 940), (0xa3, 262), (0xa1, 96)):
        if row >= first and (row in (0xa1, 0xa3) or row >= 0xb0):
            return number_ + (row - first) * 94 + column - 0xa1
    raise ValueError(f'no glyph for {ch}')


def meanings(used):
    """What the glyphs mean: a ToUnicode CMap."""
    pairs = [f'<{glyph(c):04x}> <{ord(c):04x}>\n' for c in sorted(used, key=glyph)]
    chunks = [pairs[i:i + 100] for i in range(0, len(pairs), 100)]
    return '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Texts def\n/CMapType 2 def\n' \
        '1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n' + \
        ''.join(f'{len(c)} beginbfchar\n{"".join(c)}endbfchar\n' for c in chunks) + \
        'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n'


class Pages:
    """Pages under way; y is where the next thing goes, from the top down."""

    def __init__(self):
        self.done, self.now, self.y, self.used = [], '', TOP, set()

    def turn(self):
        self.done.append(self.now)
        self.now, self.y = '', TOP

    def text(self, x, y, s):
        if s:
            self.now += f'BT /F {SIZE} Tf {x:.1f} {y:.1f} Td <{"".join(f"{glyph(c):04x}" for c in s)}> Tj ET\n'
            self.used |= set(s)

    def rule(self, x, y, to_x, to_y):
        self.now += f'{x:.1f} {y:.1f} m {to_x:.1f} {to_y:.1f} l S\n'

    def paragraph(self, s):
        self.y -= PAD
        for line in wrap(s, WIDTH):
            if self.y - LINE < BOTTOM:
                self.turn()
            self.y -= LINE
            self.text(LEFT, self.y + PAD, line)

    def table(self, rows, shares, head=0):
        """head: rows that are repeated on every page."""
        edges = [LEFT + WIDTH * sum(shares[:i]) / sum(shares) for i in range(len(shares) + 1)]
        lines = list(lay(rows))
        cut = [[wrap(c.text, edges[at + c.cols] - edges[at] - 2 * PAD) if not on else [] for at, c, on in line] for line in lines]
        for n, line in enumerate(lines):
            # a cell that goes down does not make its first row higher than the others need
            height = max(len(t) for t, (_, c, _) in zip(cut[n], line) if c.rows == 1) * LINE + 2 * PAD
            if self.y - height < BOTTOM:
                self.rule(LEFT, self.y, edges[-1], self.y)
                self.turn()
                for i in range(head):
                    self.row(lines[i], cut[i], max(map(len, cut[i])) * LINE + 2 * PAD, edges, True)
                self.row(line, cut[n], height, edges, True)
            else:
                self.row(line, cut[n], height, edges, n == 0)
        self.rule(LEFT, self.y, edges[-1], self.y)

    def row(self, line, cut, height, edges, first):
        for (at, c, goes_on), texts in zip(line, cut):
            if first or not goes_on:
                self.rule(edges[at], self.y, edges[at + c.cols], self.y)
            self.rule(edges[at], self.y, edges[at], self.y - height)
            for i, t in enumerate(texts):
                self.text(edges[at] + PAD, self.y - PAD - LINE * (i + 1) + PAD, t)
        self.rule(edges[-1], self.y, edges[-1], self.y - height)
        self.y -= height


def pdf(doc):
    pages = Pages()
    for kind, what in doc:
        if kind in ('p', 'box'):
            pages.paragraph(what)
        elif kind in ('t', 'frame'):
            form_like = len(what[0]) != len(HEADER)
            if kind == 'frame':  # low on the page, so that it goes over its end
                pages.y = min(pages.y, 170)
            pages.table(what, [13, 11, 11, 15, 11, 11, 12] if form_like else [10, 14, 18, 30, 16, 20], 0 if form_like else 1)
    pages.turn()
    n, cmap = len(pages.done), meanings(pages.used)
    kids = ' '.join(f'{7 + 2 * i} 0 R' for i in range(n))
    objects = ['<< /Type /Catalog /Pages 2 0 R >>', f'<< /Type /Pages /Count {n} /Kids [{kids}] >>',
               '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>',
               '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R'
               ' /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>',
               '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880'
               ' /Descent -120 /CapHeight 880 /StemV 93 >>',
               f'<< /Length {len(cmap)} >>\nstream\n{cmap}endstream']
    for i, page in enumerate(pages.done):
        objects += ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>'
                    f' /Contents {8 + 2 * i} 0 R >>',
                    f'<< /Length {len(page)} >>\nstream\n{page}endstream']
    out, places = '%PDF-1.4\n', []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += f'{i} 0 obj\n{o}\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(places) + 1}\n0000000000 65535 f \n' + ''.join(f'{p:010} 00000 n \n' for p in places)
    return (out + f'trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n').encode('ascii')


# --- what is made ------------------------------------------------------------------------------------------------------
WRITERS = {
    'html': html, 'docx': docx, 'xlsx': xlsx, 'pdf': pdf, 'word-xml': word_2003,
    'odt': lambda d: open_package(open_text(d), 'text'), 'ods': lambda d: open_package(open_sheets(d), 'spreadsheet'),
    'fodt': lambda d: open_flat(open_text(d), 'text'), 'fods': lambda d: open_flat(open_sheets(d), 'spreadsheet'),
    'utf-16': lambda d: ('\ufeff' + export(d)).encode('utf-16-le'), 'gb18030': lambda d: bars(d).encode('gb18030'),
}


def put(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data)


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..', '..')
    *documents, golden = load()
    by_number = {d['file'][:2]: d for d in documents}
    for number_, d in by_number.items():
        kind = {'23': 'utf-16', '24': 'gb18030'}.get(number_) or d['file'].rsplit('.', 1)[1]
        if number_ == '25':  # an archive with names in GBK: a new text, and one that stands in another format beside it
            archive, *inner = d['file'].split('/')
            again = by_number['23']
            members = [('/'.join(inner), export(blocks(d)).encode('gb18030')),
                       (inner[0] + '/' + again['file'][3:-4] + '.docx', docx(blocks(again)))]
            put(f'{root}/corpus/{archive}', pack([(name.encode('gbk'), data) for name, data in members]))
        else:
            put(f'{root}/corpus/{d["file"]}', WRITERS[kind](blocks(d)))
    for kind, writer in WRITERS.items():
        if kind not in ('utf-16', 'gb18030'):
            put(f'{root}/tests/golden/format/{kind}.d/input.{"xml" if kind == "word-xml" else kind}', writer(trapped(golden)))
    inner = [('绩效目标/园林所.docx', docx(blocks(golden))), ('说明.txt', '本压缩包含一份绩效目标表。\n'.encode('gb18030'))]
    put(f'{root}/tests/golden/format/zip.d/input.zip', pack([(name.encode('gbk'), data) for name, data in inner]))


main()
