/* read/text_reader.c, read/read.c: every trap of DESIGN.md section 3 that is one of lines, not of
 * words. A sheet is written as one line a block: kind, lines, cells in <>, with ^ for a line end
 * inside a cell, ~ before one that goes on from above, and how many columns it covers if not one.
 */
#include "base/buf.h"
#include "env.h"
#include "read/text_reader.h"

static void describe(const struct xs_sheet *s, struct xs_buf *b)
{
    for (size_t i = 0; i < s->nblocks; i++) {
        const struct xs_block *bl = &s->blocks[i];
        xs_buf_lit(b, i ? "; " : "");
        xs_buf_lit(b, bl->blank_before ? "_" : "");
        xs_buf_putc(b, bl->kind == XS_BLOCK_PARAGRAPH ? 'P'
                       : bl->shape == XS_SHAPE_EXACT  ? 'R'
                                                      : 'L');
        xs_buf_uint(b, bl->first_line);
        if (bl->last_line != bl->first_line) {
            xs_buf_putc(b, '-');
            xs_buf_uint(b, bl->last_line);
        }
        for (size_t k = 0; k < bl->ncells; k++) {
            xs_str text = bl->cells[k].text;
            xs_buf_lit(b, bl->cells[k].continued ? "~<" : "<");
            for (size_t j = 0; j < text.len; j++)
                xs_buf_putc(b, text.ptr[j] == '\n' ? '^' : text.ptr[j]);
            xs_buf_putc(b, '>');
            if (bl->cells[k].span != 1)
                xs_buf_uint(b, bl->cells[k].span);
        }
    }
}

static const struct {
    const char *name, *text, *want;
    uint32_t lines, blank;
    bool ends_in_table;
} rows[] = {
    { "nothing", "", "", 0, 0, false },
    { "blank lines", "\n \n\xE3\x80\x80\n", "", 3, 3, false },
    { "paragraphs", "a\nb\n\nc\n", "P1<a>; P2<b>; _P4<c>", 4, 1, false },
    { "last line without newline", "a\nb", "P1<a>; P2<b>", 2, 0, false },
    { "cells are a row", "\ta\n\tb\n\n\tc\n\n", "R1-2<a><b>; _R4<c>", 5, 2, false },
    { "an empty cell", "\ta\n\t\n\tb\n\n", "R1-3<a><><b>", 4, 1, false },
    { "empty cells alone", "\t\n\t\n\n", "R1-2<><>", 3, 1, false },
    { "a cell's further paragraphs", "\ta\nmore\n\tb\n\n", "R1-3<a^more><b>", 4, 1, false },
    { "a further paragraph after an empty cell", "\t\nmore\n\n", "R1-2<^more>", 3, 1, false },
    { "a bar inside a further paragraph", "\ta\nx|y\n\n", "R1-2<a^x|y>", 3, 1, false },
    { "a table on the line that ends the one before", "\ta\n\tb\n \tc\n\td\n\n",
        "R1-2<a><b>; R3-4<c><d>", 5, 1, false },
    { "the same after the empty line", "\ta\n\n \tc\n\n", "R1<a>; _R3<c>", 4, 2, false },
    { "the same after an ideographic space", "\ta\n\xE3\x80\x80\tc\n\n", "R1<a>; R2<c>", 3, 1,
        false },
    { "CR LF", "x\r\n\ta\r\n\tb\r\n\r\n\tc\r\n", "P1<x>; R2-3<a><b>; _R5<c>", 5, 1, true },
    { "the text ends inside a row", "\ta\n\tb", "R1-2<a><b>", 2, 0, true },
    { "a paragraph after the row", "\ta\n\nb\n", "R1<a>; _P3<b>", 3, 1, false },
    { "bars", "| a | b |\n|c|d|\n", "L1<a><b>; L2<c><d>", 2, 0, false },
    { "bars without borders", "a | b\n", "L1<a><b>", 1, 0, false },
    { "empty cells between bars", "| a | | c ||\n", "L1<a><><c><>", 1, 0, false },
    { "a bar behind a backslash parts nothing", "| a \\| b | c |\n| d \\|\n",
        "L1<a \\| b><c>; L2<d \\>", 2, 0, false },
    { "lines that end in CR alone", "x\r\ta\r\tb\r\r\tc\r", "P1<x>; R2-3<a><b>; _R5<c>", 5, 1,
        true },
    { "cells parted by commas", "t,,,\na,b,c,d\n1,,\"x,y\",\"p \"\"q\"\"\"\n,,,\n2,3,4,5\n",
        "P1<t>; L2<a><b><c><d>; L3<1><><x,y><p \"q\">; L5<2><3><4><5>", 5, 1, false },
    { "a line end in a cell", "a,b,c,d\r\n1,\"x\r\ny\",3,4\r\n5,6,7,8\r\n",
        "L1<a><b><c><d>; L2-3<1><x\r^y><3><4>; L4<5><6><7><8>", 4, 0, false },
    { "cells parted by semicolons, no line end", "a;b;c;d\n1;2;3;4,5\n5;6;7;8",
        "L1<a><b><c><d>; L2<1><2><3><4,5>; L3<5><6><7><8>", 3, 0, false },
    { "a quote that nothing closes", "a,b,c,d\n1,\"2,3,4\n5,6,7,8\n9,\"9\",9,9\n1,2,3,4\n",
        "L1<a><b><c><d>; L2-4<1><2,3,4^5,6,7,8^9,\"9><9><9>; L5<1><2><3><4>", 5, 0, false },
    { "a quote that nothing closes, and no other one", "a,b,c,d\n1,\"2,3,4\n5,6,7,8\n",
        "L1<a><b><c><d>; L2<1><\"2><3><4>; L3<5><6><7><8>", 3, 0, false },
    { "a quote that nothing closes, and two at the end", "a,b,c,d\n1,2,3,4\n5,6,7,\"8\"\"",
        "L1<a><b><c><d>; L2<1><2><3><4>; L3<5><6><7><\"8\"\">", 3, 0, false },
    { "lines with as many commas by chance", "a,b,c,d\nfew\nx,y,z,w\nmore\n1,2,3,4\nno\nend\n",
        "P1<a,b,c,d>; P2<few>; P3<x,y,z,w>; P4<more>; P5<1,2,3,4>; P6<no>; P7<end>", 7, 0, false },
    { "sentences with commas", "a,b,c,d\xE3\x80\x82\ne,f,g,h\xE3\x80\x82\ni,j,k,l\xE3\x80\x82\n",
        "P1<a,b,c,d\xE3\x80\x82>; P2<e,f,g,h\xE3\x80\x82>; P3<i,j,k,l\xE3\x80\x82>", 3, 0, false },
    { "a row of bars broken in a cell", "|e|f|g|\n|a|b\nc|d|\n|e|f|g|\n",
        "L1<e><f><g>; L2-3<a><b^c><d>; L4<e><f><g>", 4, 0, false },
    { "broken twice", "|e|\n|a\nb|c\nd|\n", "L1<e>; L2-4<a^b><c^d>", 4, 0, false },
    { "rows that begin with an empty cell, or end with one", " | a | b\nc | d\ne |\n",
        "L1<a><b>; L2<c><d>; L3<e>", 3, 0, false },
    { "a row of bars that the text ends in", "|e|\n|a|b\nc", "L1<e>; L2<a><b>; P3<c>", 3, 0,
        false },
    { "marks within a cell in quotes", "a\t\"b\"c\"\n", "L1<a><\"b\"c\">", 1, 0, false },
    { "an empty frame", "┌──┐\n│  │\n└──┘\nx\n", "P4<x>", 4, 3, false },
    { "a row of bars without its last", "|e|\n|a|b\n|c|d|\n", "L1<e>; L2<a><b>; L3<c><d>", 3, 0,
        false },
    { "the same before a blank line", "|e|\n|a|b\n\nc|d|\n", "L1<e>; L2<a><b>; _L4<c><d>", 4, 1,
        false },
    { "a cell in quotes over lines, between TABs", "a\t\"b\nc\"\"d\"\"\"\te\nf\tg\th\n",
        "L1-2<a><b^c\"d\"><e>; L3<f><g><h>", 3, 0, false },
    { "the same at the end, CR LF", "a\t\"b\r\nc\"\r\nd\te\r\n", "L1-2<a><b\r^c>; L3<d><e>", 3, 0,
        false },
    { "a cell in quotes", "a\t\"b \"\"c\"\"\"\n", "L1<a><b \"c\">", 1, 0, false },
    { "quotation marks of the text", "a\t\"b\"c\n\"d\te\n", "L1<a><\"b\"c>; L2<\"d><e>", 2, 0,
        false },
    { "a quotation mark that a row with TABs follows", "a\t\"b\nc\td\"\n", "L1<a><\"b>; L2<c><d\">",
        2, 0, false },
    { "quotes that nothing closes", "a\t\"b\nc\n", "L1<a><\"b>; P2<c>", 2, 0, false },
    { "a blank line in quotes", "a\t\"b\n\nc\"\td\n", "L1-3<a><b^^c><d>", 3, 0, false },
    { "a quotation mark in a line of one cell", "\t\"a\nb\"\n\n", "R1-2<\"a^b\">", 3, 1, false },
    { "a bar alone", "|\n", "L1<>", 1, 0, false },
    { "inner tabs", "a\tb\t\tc\n", "L1<a><b><><c>", 1, 0, false },
    { "leading and inner tabs: the first cell is empty", "\ta\tb\n", "L1<><a><b>", 1, 0, false },
    { "drawn borders", "┌──┬──┐\n│a │b │\n├──┼──┤\n│c │  │\n└──┴──┘\nx\n",
        "R2<a><b>; R4<c><>; P6<x>", 6, 3, false },
    { "wrapped cells", "┌──┬──┐\n│a │b │\n│c │  │\n└──┴──┘\n", "R2-3<a^c><b>", 4, 2, false },
    { "a rule over some columns",
        "┌──┬──┬──┐\n│a │b │1 │\n│  ├──┼──┤\n│d │c │2 │\n├──┼──┼──┤\n│e │f │3 │\n└──┴──┴──┘\n",
        "R2<a^d><b><1>; R4~<><c><2>; R6<e><f><3>", 7, 4, false },
    { "text beside such a rule", "┌──┬──┐\n│a │1 │\n│b ├──┤\n│  │2 │\n└──┴──┘\n",
        "R2<a^b><1>; R4~<><2>", 5, 3, false },
    { "cells that cover several columns",
        "┌─────┬──┐\n│a    │b │\n├──┬──┼──┤\n│c │d │e │\n├──┴──┴──┤\n│f       │\n└────────┘\n",
        "R2<a>2<b>; R4<c><d><e>; R6<f>3", 7, 4, false },
    { "the same with Han characters", "┌────┬──┐\n│指标│值│\n├──┬─┴──┤\n│ab│中文│\n└──┴────┘\n",
        "R2<指标>2<值>; R4<ab><中文>2", 5, 3, false },
    { "two tables without a line between them", "┌─┬─┐\n│a│b│\n└─┴─┘\n┌─┐\n│c│\n└─┘\n",
        "R2<a><b>; P5<c>", 6, 4, false },
    { "double and heavy lines, indented", "  ╔══╦══╗\n  ║a ║b ║\n  ╠══╬══╣\n  ┃c ┃d ┃\n  ╚══╩══╝\n",
        "R2<a><b>; R4<c><d>", 5, 3, false },
    { "typed borders", "+---+---+\n| a | b |\n+===+===+\n| - | c |\n|   | d |\n+---+---+\n",
        "R2<a><b>; R4-5<-><c^d>", 6, 3, false },
    { "rows that no rule parts",
        "+---+---+---+\n| a | b | c |\n+---+---+---+\n| 1 | 2 | 3 |\n| 4 |   | 5 |\n| 6 | 7 | 8 |\n"
        "|   | 9 |   |\n+---+---+---+\n",
        "R2<a><b><c>; R4<1><2><3>; R5<4><><5>; R6-7<6><7^9><8>", 8, 3, false },
    { "two typed tables", "+-+\n|a|\n+-+\n+--+\n|b |\n+--+\n", "P2<a>; P5<b>", 6, 4, false },
    { "the text ends inside a drawn table", "┌──┬──┐\n│a │b │\n", "R2<a><b>", 2, 1, true },
    { "signs that draw no table", "+5\n│\n──\n+-\n│a\n", "P1<+5>; P2<│>; P3<──>; P4<+->; P5<│a>", 5,
        0, false },
    { "residues are left to the tree", "\t[bookmark: _GoBack]a\n\n", "R1<[bookmark: _GoBack]a>", 2,
        1, false },
};

static void table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_arena *a = xs_arena_new((size_t)1 << 20);
        struct xs_sheet s;
        struct xs_buf b;
        assert_int_equal(xs_read_text(a, xs_str_c(rows[i].text), &s), XS_OK);
        xs_buf_init(&b, 10000);
        describe(&s, &b);
        same_text(rows[i].name, "sheet", xs_buf_str(&b), rows[i].want);
        CHECK(s.nlines == rows[i].lines, rows[i].name);
        CHECK(s.nblank == rows[i].blank, rows[i].name);
        CHECK(s.ends_in_table == rows[i].ends_in_table, rows[i].name);
        CHECK(s.nnotes == 0, rows[i].name);
        xs_buf_free(&b);
        xs_arena_free(a);
    }
}

static void places(void **state)
{
    static const struct {
        const char *name, *text;
        size_t block, cell;
        uint32_t line, col;
    } at[] = {
        { "paragraph", "x\n指标\n", 1, 0, 2, 1 },
        { "cell after TAB", "\ta\n\tb\n\n", 0, 1, 2, 2 },
        { "cell after blank and TAB", " \ta\n\n", 0, 0, 1, 3 },
        { "empty cell", "\ta\n\t\n\n", 0, 1, 2, 2 },
        { "second cell between bars, in code points", "|指标|值|\n", 0, 1, 1, 5 },
        { "behind a broken cell", "|e|\n|a|b\n指|d|\n", 1, 2, 3, 3 },
        { "in a drawn table", "┌──┬──┐\n│指│ b│\n└──┴──┘\n", 0, 1, 2, 5 },
        { "third of inner tabs", "指标\t值\t5\n", 0, 2, 1, 6 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct xs_arena *a = xs_arena_new((size_t)1 << 20);
        struct xs_sheet s;
        assert_int_equal(xs_read_text(a, xs_str_c(at[i].text), &s), XS_OK);
        const struct xs_place *p = &s.blocks[at[i].block].cells[at[i].cell].at;
        if (p->line != at[i].line || p->col != at[i].col)
            fail_msg("%s: %u:%u, not %u:%u", at[i].name, p->line, p->col, at[i].line, at[i].col);
        xs_arena_free(a);
    }
}

static void invalid_bytes(void **state)
{
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    struct xs_sheet s;
    (void)state;
    xs_str bytes = XS_STR("第一行的文字是好的\n\t第二行的文字有坏\xFF字节\n\n");
    assert_int_equal(xs_read_text(a, bytes, &s), XS_OK);
    assert_int_equal(s.nnotes, 1);
    assert_string_equal(s.notes[0].id, "read-invalid-bytes");
    assert_int_equal(s.notes[0].at.line, 2);
    assert_int_equal(s.notes[0].number, xs_str_find(bytes, XS_STR("\xFF"), 0));
    assert_int_equal(s.nblocks, 2);
    same_text("invalid", "cell", s.blocks[1].cells[0].text, "第二行的文字有坏\xEF\xBF\xBD字节");
    xs_arena_free(a);
}

static void limits(void **state)
{
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)128 << 20);
    struct xs_sheet s;
    char *text = xs_arena_alloc(a, XS_MAX_LINE_BYTES + 2, 1);
    assert_non_null(text);
    memset(text, 'x', XS_MAX_LINE_BYTES + 2);
    text[XS_MAX_LINE_BYTES] = '\n';
    assert_int_equal(xs_read_text(a, (xs_str){ text, XS_MAX_LINE_BYTES + 1 }, &s), XS_OK);
    text[XS_MAX_LINE_BYTES] = 'x';
    text[XS_MAX_LINE_BYTES + 1] = '\n';
    assert_int_equal(xs_read_text(a, (xs_str){ text, XS_MAX_LINE_BYTES + 2 }, &s), XS_E_LONG_LINE);
    assert_int_equal(xs_read_sheet(a, (xs_str){ text, XS_MAX_DOC_BYTES + 1 }, &s),
        XS_E_TOO_LARGE); /* not looked at */
    assert_int_equal(xs_read_sheet(a, XS_STR("\0\1\2\3\4\5\6\7\0\0\0\0"), &s), XS_E_BINARY);
    xs_arena_free(a);
}

/* A line with more borders than a row may have cells: all behind them is its last cell. */
static void widest_drawn_row(void **state)
{
    static const char border[] = "│";
    struct xs_buf b;
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)4 << 20);
    struct xs_sheet s;
    xs_buf_init(&b, (size_t)1 << 20);
    for (size_t i = 0; i < XS_MAX_ROW_CELLS + 3; i++) {
        xs_buf_lit(&b, border);
        xs_buf_putc(&b, 'x');
    }
    xs_buf_lit(&b, border);
    xs_buf_lit(&b, " \n├──┤\n│a│b│\n");
    assert_int_equal(xs_read_text(a, xs_buf_str(&b), &s), XS_OK);
    assert_int_equal(s.nblocks, 2);
    assert_int_equal(s.blocks[0].ncells, XS_MAX_ROW_CELLS + 1);
    same_text("widest", "cell", s.blocks[0].cells[0].text, "x");
    same_text("widest", "last cell", s.blocks[0].cells[XS_MAX_ROW_CELLS].text, "x│x│x");
    assert_int_equal(s.blocks[1].ncells, 2);
    xs_buf_free(&b);
    xs_arena_free(a);
}

/* A cell between quotes may be as long as a line; what is longer is refused with the same words. */
static void limit_of_a_cell(void **state)
{
    static const char head[] = "a,b,c,d\n1,2,3,4\n5,6,7,8\n9,\"", tail[] = "\",x,y\n";
    const size_t from = sizeof head - 1;
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)256 << 20);
    struct xs_sheet s;
    char *text = xs_arena_alloc(a, XS_MAX_LINE_BYTES + 100, 1);
    assert_non_null(text);
    for (size_t more = 0; more < 2; more++) {
        const size_t to = from + XS_MAX_LINE_BYTES + more;
        memset(text, 'x', to);
        memcpy(text, head, from);
        memcpy(text + to, tail, sizeof tail - 1);
        assert_int_equal(xs_read_text(a, (xs_str){ text, to + sizeof tail - 1 }, &s),
            more ? XS_E_LONG_LINE : XS_OK);
    }
    xs_arena_free(a);
}

/* A text whose last line holds nothing ends with a line, whether that has an end or not. */
static void ends(void **state)
{
    static const struct {
        const char *text;
        enum xs_ends want;
    } texts[] = { { "", XS_ENDS_LINE }, { "a\n", XS_ENDS_LINE }, { "a\n  ", XS_ENDS_LINE },
        { "a\n\xE3\x80\x80", XS_ENDS_LINE }, { "|a|b|\n \t", XS_ENDS_LINE },
        { "a\nb", XS_ENDS_OPEN }, { "|a|b|\n|c|d|", XS_ENDS_LINE }, { "|a|b|\n|c|d", XS_ENDS_CELL },
        { "a\n|c|d", XS_ENDS_OPEN } };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct xs_arena *a = xs_arena_new((size_t)1 << 20);
        struct xs_sheet s;
        assert_int_equal(xs_read_text(a, xs_str_c(texts[i].text), &s), XS_OK);
        CHECK(s.ends == texts[i].want, texts[i].text);
        xs_arena_free(a);
    }
}

/* The hash is of the text alone, whatever the lines look like. */
static void same_hash(void **state)
{
    static const struct {
        const char *name, *a, *b;
        bool same;
    } pairs[] = {
        { "line ends", "a\n\tb\n\n", "a\r\n\tb\r\n\r\n", true },
        { "BOM", "a\nb\n",
            "\xEF\xBB\xBF"
            "a\nb\n",
            true },
        { "blank lines", "a\nb\n", "\n\na\n\n\nb\n\n", true },
        { "last newline", "a\nb\n", "a\nb", true },
        { "another text", "a\nb\n", "a\nc\n", false },
        { "another order", "a\nb\n", "b\na\n", false },
        { "a line that another format breaks elsewhere", "ab\nc\n", "a\nbc\n", true },
        { "cells between bars", "|a|b|\n|-|-|\n|c|d|\n", "\ta\n\tb\n\n\tc\n\td\n", true },
        { "a bookmark", "a\n[bookmark: x y]b\nc\n", "a\nb\nc\n", true },
        { "a bookmark in the last cell", "\ta\n\tb[bookmark: x]", "\ta\n\tb", true },
        { "brackets that stay", "a[1]\n", "a1\n", false },
        { "a TC field", "\ta TC \"a\" \\f C\n\tb\n", "\ta\n\tb\n", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct xs_arena *a = xs_arena_new((size_t)1 << 20);
        struct xs_sheet s, t;
        assert_int_equal(xs_read_sheet(a, xs_str_c(pairs[i].a), &s), XS_OK);
        assert_int_equal(xs_read_sheet(a, xs_str_c(pairs[i].b), &t), XS_OK);
        CHECK((s.text_hash == t.text_hash) == pairs[i].same, pairs[i].name);
        xs_arena_free(a);
    }
}

/* The hash of one text in one go is that of its cells one by one. */
static void hash_in_one_go(void **state)
{
    static const char *const lines[] = { "", "\t绩效指标", "\t", "目标值\xE3\x80\x80 95%",
        " 第一部分", "[bookmark: _Toc]1.项目", "[1]、[2", "a\\b TC \\f x", "\t\t二\t三",
        "\t[bookmark: ]\\", "]" };
    unsigned seed = 11;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct xs_arena *a = xs_arena_new((size_t)1 << 20);
        char text[600] = "";
        struct xs_sheet s;
        uint64_t hash = 0;
        for (int i = 0; i < round % 12; i++) {
            seed = seed * 1103515245 + 12345;
            strcat(text, lines[seed / 65536 % (sizeof lines / sizeof *lines)]);
            strcat(text, "\n");
        }
        assert_int_equal(xs_read_sheet(a, xs_str_c(text), &s), XS_OK);
        assert_int_equal(s.source.len, strlen(text));
        s.source = XS_STR_NONE;
        assert_int_equal(xs_sheet_hash(a, &s, &hash), XS_OK);
        assert_int_equal(hash, s.text_hash);
        xs_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(table), cmocka_unit_test(places),
        cmocka_unit_test(invalid_bytes), cmocka_unit_test(limits), cmocka_unit_test(ends),
        cmocka_unit_test(limit_of_a_cell), cmocka_unit_test(widest_drawn_row),
        cmocka_unit_test(same_hash), cmocka_unit_test(hash_in_one_go) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
