/* read/compound.c: a compound file (doc, xls) that is whole, cut at any sector, with its chains in
 * circles, behind a password; RTF with its groups closed and not. */
#include "env.h"
#include "read/compound.h"

/* A file of 512-byte sectors: 0 table of sectors, 1 folder, 2... the stream WordDocument. */
enum { SECTOR = 512, TABLE = 0, FOLDER = 1, STREAM = 2, STREAM_SECTORS = 10 };
#define SECTORS (STREAM + STREAM_SECTORS)

static char file[(SECTORS + 1) * SECTOR];

static char *sector(size_t n) { return file + (n + 1) * SECTOR; }

static void put16(char *p, unsigned n)
{
    p[0] = (char)(n & 0xFF);
    p[1] = (char)(n >> 8 & 0xFF);
}

static void put32(char *p, uint32_t n)
{
    put16(p, n & 0xFFFF);
    put16(p + 2, n >> 16);
}

static void put_entry(size_t n, const char *name, int kind, uint32_t first, uint32_t size)
{
    char *e = sector(FOLDER) + n * 128;
    for (size_t i = 0; name[i]; i++)
        put16(e + 2 * i, (unsigned char)name[i]);
    put16(e + 64, (unsigned)(2 * strlen(name) + 2));
    e[66] = (char)kind;
    put32(e + 116, first);
    put32(e + 120, size);
}

static void chain(uint32_t from, uint32_t to) { put32(sector(TABLE) + (size_t)from * 4, to); }

static xs_str make(const char *stream)
{
    memset(file, 0, sizeof file);
    memcpy(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    put16(file + 28, 0xFFFE); /* byte order */
    put16(file + 30, 9);      /* sectors of 512 bytes, small ones of 64 */
    put16(file + 32, 6);
    put32(file + 44, 1);
    put32(file + 48, FOLDER);
    put32(file + 56, 4096);
    put32(file + 68, 0xFFFFFFFE);
    put32(file + 76, TABLE);
    memset(sector(TABLE), 0xFF, SECTOR);
    chain(TABLE, 0xFFFFFFFD);
    chain(FOLDER, 0xFFFFFFFE);
    for (uint32_t i = 0; i < STREAM_SECTORS; i++)
        chain(STREAM + i, i + 1 < STREAM_SECTORS ? STREAM + i + 1 : 0xFFFFFFFE);
    put_entry(0, "Root Entry", 5, 0xFFFFFFFE, 0);
    put_entry(1, stream, 2, STREAM, STREAM_SECTORS * SECTOR);
    put_entry(2, "small", 2, 0, 100); /* in the root's stream */
    return (xs_str){ file, sizeof file };
}

static enum xs_err check(xs_str bytes, bool *locked)
{
    return xs_compound_check(bytes, XS_FORMAT_DOC, locked);
}

static void whole(void **state)
{
    bool locked = true;
    (void)state;
    assert_int_equal(check(make("WordDocument"), &locked), XS_OK);
    assert_false(locked);
}

static void cut_anywhere(void **state)
{
    bool locked;
    (void)state;
    xs_str all = make("WordDocument");
    for (size_t n = 0; n < all.len; n += 64)
        if (check((xs_str){ all.ptr, n }, &locked) != XS_E_DAMAGED)
            fail_msg("%zu bytes of %zu are taken for the whole", n, all.len);
}

static void password(void **state)
{
    bool locked;
    (void)state;
    xs_str doc = make("WordDocument");
    put16(sector(STREAM) + 10, 0x100);
    assert_int_equal(check(doc, &locked), XS_OK);
    assert_true(locked);
    xs_str book = make("Workbook");
    put16(sector(STREAM) + 2, 16); /* a first record of 16 bytes, then FilePass */
    put16(sector(STREAM) + 20, 0x2F);
    assert_int_equal(check(book, &locked), XS_OK);
    assert_true(locked);
    put16(sector(STREAM) + 20, 0x30);
    assert_int_equal(check(book, &locked), XS_OK);
    assert_false(locked);
    xs_str other = make("Workbooks");
    put16(sector(STREAM) + 20, 0x2F);
    assert_int_equal(check(other, &locked), XS_E_DAMAGED); /* no stream that a document is in */
    assert_int_equal(xs_compound_check(other, XS_FORMAT_OLE, &locked), XS_OK);
    assert_false(locked);
}

/* A file of over 109 tables of sectors: the numbers of the further ones stand in sectors of their
 * own. */
static void large(void **state)
{
    enum { FIRST = 109, PER = SECTOR / 4, TABLES = FIRST + 1, ALL = TABLES * PER };
    static char big[(ALL + 1) * SECTOR];
    bool locked;
    (void)state;
    (void)make("WordDocument");
    memcpy(big, file, SECTOR);
    put32(big + 44, TABLES);
    put32(big + 48, ALL - 1);            /* the folder is the last sector */
    for (uint32_t i = 0; i < FIRST; i++) /* tables are the first sectors */
        put32(big + 76 + 4 * (size_t)i, i);
    put32(big + 68, TABLES); /* behind them: the list of the others */
    put32(big + 72, 1);
    for (uint32_t i = 0; i < ALL; i++) /* all else is the stream */
        put32(big + SECTOR + 4 * (size_t)i, i < ALL - 2 ? i + 1 : 0xFFFFFFFE);
    char *more = big + (TABLES + 1) * SECTOR;
    memset(more, 0xFF, SECTOR);
    put32(more, TABLES - 1);
    char *folder = big + (size_t)ALL * SECTOR;
    memcpy(folder, sector(FOLDER), SECTOR);
    put32(folder + 128 + 116, TABLES + 1);
    put32(folder + 128 + 120, (ALL - 1 - TABLES - 1) * SECTOR);
    assert_int_equal(check((xs_str){ big, sizeof big }, &locked), XS_OK);
    assert_int_equal(check((xs_str){ big, sizeof big - 1 }, &locked), XS_E_DAMAGED);
    put32(more, 0x7FFFFFFF); /* a table that is nowhere */
    assert_int_equal(check((xs_str){ big, sizeof big }, &locked), XS_E_DAMAGED);
    put32(big + 68, 0x7FFFFFFF);
    assert_int_equal(check((xs_str){ big, sizeof big }, &locked), XS_E_DAMAGED);
    memset(big + SECTOR, 0xFF, (size_t)TABLES * SECTOR); /* no sector is in use */
    assert_int_equal(check((xs_str){ big, sizeof big }, &locked), XS_E_DAMAGED);
}

/* Numbers that point outside, or in circles: an answer, and soon. */
static void hostile(void **state)
{
    bool locked;
    (void)state;
    xs_str all = make("WordDocument");
    chain(FOLDER, FOLDER);
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    all = make("WordDocument");
    chain(STREAM + 3, 1000);
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    all = make("WordDocument");
    put_entry(1, "WordDocument", 2, STREAM, 0x7FFFFFFF);
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    all = make("WordDocument");
    put_entry(3, "no such kind", 9, 0, 0);
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    all = make("WordDocument");
    put32(file + 44, 0xFFFFFFFF); /* so many tables */
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    all = make("WordDocument");
    put32(file + 44, 12);
    put32(file + 76, 0xFFFFFFFF);
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    all = make("WordDocument");
    put32(file + 48, 0xFFFFFFFE); /* no folder */
    assert_int_equal(check(all, &locked), XS_E_DAMAGED);
    srand(1);
    for (int round = 0; round < 20000; round++) { /* any byte of header, table or folder */
        all = make("WordDocument");
        for (int k = 0; k < 3; k++)
            file[(size_t)rand() % (3 * SECTOR)] = (char)rand();
        enum xs_err e = check(all, &locked);
        assert_true(e == XS_OK || e == XS_E_DAMAGED);
    }
}

static void rtf(void **state)
{
    static const struct {
        const char *text;
        enum xs_err err;
    } rows[] = { { "{\\rtf1 a}", XS_OK }, { "{\\rtf1 {a}{\\b b}}", XS_OK },
        { "\r\n{\\rtf1 a}\r\n\0rest", XS_OK }, { "{\\rtf1 a", XS_E_DAMAGED },
        { "{\\rtf1 {a}", XS_E_DAMAGED }, { "{\\rtf1 a\\}", XS_E_DAMAGED },
        { "{\\rtf1 \\{ \\} \\\\}", XS_OK }, { "", XS_E_DAMAGED }, { "no group", XS_E_DAMAGED },
        { "{\\rtf1 a\\", XS_E_DAMAGED } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool locked = true;
        CHECK(xs_compound_check(xs_str_c(rows[i].text), XS_FORMAT_RTF, &locked) == rows[i].err,
            rows[i].text);
        assert_false(locked);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(whole), cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(password), cmocka_unit_test(large), cmocka_unit_test(hostile),
        cmocka_unit_test(rtf) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
