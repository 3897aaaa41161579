/* Archives: names, archives within each other, faults, bombs. The archives are made here: tar,
 * stored zip. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "read/archive.h"

struct seen {
    struct xs_buf text; /* name=bytes or name!status, a line each */
    size_t files;
};

static enum xs_err member(void *self, xs_str name, xs_str bytes, enum xs_err status)
{
    struct seen *s = self;
    s->files++;
    xs_buf_puts(&s->text, name);
    xs_buf_putc(&s->text, status == XS_OK ? '=' : '!');
    xs_buf_puts(&s->text, status == XS_OK ? bytes : xs_str_c(xs_err_id(status)));
    xs_buf_putc(&s->text, '\n');
    return s->text.err;
}

static enum xs_err walk(xs_str bytes, const char *name, struct seen *s)
{
    const struct xs_archive_sink sink = { .self = s, .member = member };
    *s = (struct seen){ 0 };
    xs_buf_init(&s->text, XS_MAX_BUF);
    return xs_archive_walk(bytes, xs_str_c(name), &sink);
}

static void check(xs_str bytes, const char *name, enum xs_err want, const char *text)
{
    struct seen s;
    assert_int_equal(walk(bytes, name, &s), want);
    xs_buf_putc(&s.text, 0);
    assert_string_equal(s.text.ptr, text);
    xs_buf_free(&s.text);
}

/* --- making archives --- */

static void put_le(struct xs_buf *b, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        xs_buf_putc(b, (char)(v >> (8 * i) & 255));
}

static uint32_t crc(xs_str s)
{
    uint32_t c = UINT32_MAX;
    for (size_t i = 0; i < s.len; i++) {
        c ^= (unsigned char)s.ptr[i];
        for (int k = 0; k < 8; k++)
            c = c >> 1 ^ (c & 1 ? 0xEDB88320u : 0);
    }
    return ~c;
}

/* A zip of one stored file. */
static void put_zip(struct xs_buf *b, xs_str name, xs_str bytes)
{
    uint32_t size = (uint32_t)bytes.len, n = (uint32_t)name.len, sum = crc(bytes);
    size_t start = b->len;
    xs_buf_puts(b, XS_STR("PK\003\004\024\0\0\0\0\0\0\0\0\0"));
    put_le(b, sum, 4);
    put_le(b, size, 4);
    put_le(b, size, 4);
    put_le(b, n, 2);
    put_le(b, 0, 2);
    xs_buf_puts(b, name);
    xs_buf_puts(b, bytes);
    uint32_t list = (uint32_t)(b->len - start);
    xs_buf_puts(b, XS_STR("PK\001\002\024\0\024\0\0\0\0\0\0\0\0\0"));
    put_le(b, sum, 4);
    put_le(b, size, 4);
    put_le(b, size, 4);
    put_le(b, n, 2);
    for (int i = 0; i < 8; i++) /* extra, comment, disk, attributes, offset: 16 bytes */
        put_le(b, 0, 2);
    xs_buf_puts(b, name);
    uint32_t end = (uint32_t)(b->len - start);
    xs_buf_puts(b, XS_STR("PK\005\006\0\0\0\0\001\0\001\0"));
    put_le(b, end - list, 4);
    put_le(b, list, 4);
    put_le(b, 0, 2);
}

static void put_tar(struct xs_buf *b, const char *name, xs_str bytes)
{
    char head[512] = { 0 };
    unsigned sum = 0;
    (void)snprintf(head, 100, "%s", name);
    (void)snprintf(head + 100, 8, "0000644");
    (void)snprintf(head + 124, 12, "%011o", (unsigned)bytes.len);
    (void)snprintf(head + 136, 12, "00000000000");
    head[156] = '0';
    memcpy(head + 257, "ustar\00000", 8);
    memset(head + 148, ' ', 8);
    for (size_t i = 0; i < sizeof head; i++)
        sum += (unsigned char)head[i];
    (void)snprintf(head + 148, 8, "%06o", sum);
    xs_buf_puts(b, (xs_str){ head, sizeof head });
    xs_buf_puts(b, bytes);
    while (b->len % 512)
        xs_buf_putc(b, 0);
}

/* A number of RAR 5: seven bits a byte. */
static void put_number(struct xs_buf *b, size_t n)
{
    for (; n > 127; n >>= 7)
        xs_buf_putc(b, (char)((n & 127) | 128));
    xs_buf_putc(b, (char)n);
}

static void put_block(struct xs_buf *b, const struct xs_buf *head)
{
    struct xs_buf sized;
    xs_buf_init(&sized, XS_MAX_BUF);
    put_number(&sized, head->len);
    xs_buf_puts(&sized, xs_buf_str(head));
    put_le(b, crc(xs_buf_str(&sized)), 4);
    xs_buf_puts(b, xs_buf_str(&sized));
    xs_buf_free(&sized);
}

/* RAR 5 with one file that is not packed. */
static void put_rar(struct xs_buf *b, xs_str name, xs_str bytes)
{
    struct xs_buf head;
    xs_buf_init(&head, XS_MAX_BUF);
    xs_buf_puts(b, XS_STR("Rar!\x1A\x07\x01\0"));
    xs_buf_puts(&head, XS_STR("\x01\0\0")); /* the archive itself */
    put_block(b, &head);
    xs_buf_clear(&head);
    xs_buf_puts(&head, XS_STR("\x02\x02")); /* a file, with bytes */
    put_number(&head, bytes.len);
    xs_buf_puts(&head, XS_STR("\x04")); /* with a checksum */
    put_number(&head, bytes.len);
    xs_buf_puts(&head, XS_STR("\x20"));
    put_le(&head, crc(bytes), 4);
    xs_buf_puts(&head, XS_STR("\0\0")); /* stored; Windows */
    xs_buf_putc(&head, (char)name.len);
    xs_buf_puts(&head, name);
    put_block(b, &head);
    xs_buf_puts(b, bytes);
    xs_buf_clear(&head);
    xs_buf_puts(&head, XS_STR("\x05\0\0"));
    put_block(b, &head);
    xs_buf_free(&head);
}

static void end_tar(struct xs_buf *b)
{
    for (int i = 0; i < 1024; i++)
        xs_buf_putc(b, 0);
}

/* --- tests --- */

static void names(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    put_zip(&b, XS_STR("a\\.\\b/./c.txt"), XS_STR("text"));
    check(xs_buf_str(&b), "x.zip", XS_OK, "a/b/c.txt=text\n");
    xs_buf_clear(&b);
    put_zip(&b, XS_STR("\xB2\xBF\xC3\xC5.txt"), XS_STR("gbk")); /* as Windows names files */
    check(xs_buf_str(&b), "x.zip", XS_OK, "\xE9\x83\xA8\xE9\x97\xA8.txt=gbk\n");
    xs_buf_clear(&b);
    put_tar(&b, "./dir/one", XS_STR("1"));
    put_tar(&b, "/two\n", XS_STR("2"));
    end_tar(&b);
    check(xs_buf_str(&b), "x.tar", XS_OK, "dir/one=1\ntwo_=2\n");
    xs_buf_free(&b);
}

/* libarchive compares no checksum of a file that is stored, and takes what is left of a cut archive
 * for the document that it ends in. */
static void rar(void **state)
{
    (void)state;
    struct xs_buf b, zip;
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_init(&zip, XS_MAX_BUF);
    put_zip(&zip, XS_STR("in.txt"), XS_STR("inner"));
    put_rar(&b, XS_STR("a.txt"), XS_STR("some text"));
    check(xs_buf_str(&b), "x.rar", XS_OK, "a.txt=some text\n");
    b.ptr[b.len - 12] ^= 1;
    check(xs_buf_str(&b), "x.rar", XS_OK, "a.txt!damaged\n");
    xs_buf_clear(&b);
    put_rar(&b, XS_STR("a.docx"), xs_buf_str(&zip));
    check(xs_str_sub(xs_buf_str(&b), 0, b.len - 8), "x.rar", XS_OK, "a.docx/in.txt=inner\n");
    check(xs_str_sub(xs_buf_str(&b), 0, b.len - 11), "x.rar", XS_E_DAMAGED, "a.docx!damaged\n");
    xs_buf_free(&zip);
    xs_buf_free(&b);
}

/* What a zip says of a file's kind is no reason to leave it out in silence. */
static void kinds(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_buf_init(&b, XS_MAX_BUF);
    put_zip(&b, XS_STR("a.txt"), XS_STR("text"));
    size_t list = b.len - 22 - 46 - 5;
    b.ptr[list + 5] = 3; /* Unix */
    for (unsigned kind = 1; kind < 16; kind++) {
        struct seen s;
        b.ptr[list + 41] = (char)(kind << 4 | 1);
        assert_int_equal(walk(xs_buf_str(&b), "x.zip", &s), XS_OK);
        bool read = xs_str_eq(xs_buf_str(&s.text), XS_STR("a.txt=text\n"));
        bool told = xs_str_ends(xs_buf_str(&s.text), XS_STR("!damaged\n"));
        assert_true(kind == 10 ? s.files == 0 : read || (told && kind != 8)); /* 10: a link */
        xs_buf_free(&s.text);
    }
    xs_buf_free(&b);
}

static void nested(void **state)
{
    (void)state;
    struct xs_buf in, out;
    xs_buf_init(&in, XS_MAX_BUF);
    xs_buf_init(&out, XS_MAX_BUF);
    put_zip(&in, XS_STR("doc.txt"), XS_STR("deep"));
    put_tar(&out, "inner.zip", xs_buf_str(&in));
    end_tar(&out);
    check(xs_buf_str(&out), "x.tar", XS_OK, "inner.zip/doc.txt=deep\n");
    for (unsigned i = 0; i < XS_MAX_ARCHIVE_DEPTH; i++) {
        xs_buf_clear(&out);
        put_zip(&out, XS_STR("z.zip"), xs_buf_str(&in));
        struct xs_buf t = in;
        in = out;
        out = t;
    }
    check(xs_buf_str(&in), "x.zip", XS_E_BOMB, "");
    xs_buf_free(&in);
    xs_buf_free(&out);
}

/* What the program itself writes has more fields than ours. */
static void real_rar(void **state)
{
    (void)state;
    char path[512];
    struct xs_bytes b = { 0 };
    struct seen s;
    int error;
    (void)snprintf(path, sizeof path, "%s/tests/fuzz/corpus/archive/a.rar", getenv("ROOT"));
    assert_int_equal(xs_io_read(&b, path, XS_MAX_DOC_BYTES, &error), XS_OK);
    assert_int_equal(walk((xs_str){ b.ptr, b.len }, "a.rar", &s), XS_OK);
    assert_true(s.files > 0 && !xs_str_has(xs_buf_str(&s.text), XS_STR("!")));
    xs_buf_free(&s.text);
    xs_bytes_free(&b);
}

/* What is wrong with an archive in an archive, or with one file of it, does not keep the others
 * back. */
static void nested_faults(void **state)
{
    (void)state;
    struct xs_buf in, out;
    xs_buf_init(&in, XS_MAX_BUF);
    xs_buf_init(&out, XS_MAX_BUF);
    put_tar(&in, "one", XS_STR("1"));
    put_tar(&in, "two", XS_STR("2"));
    put_tar(&out, "inner.tar", xs_str_sub(xs_buf_str(&in), 0, 1300));
    put_tar(&out, "doc.txt", XS_STR("text"));
    end_tar(&out);
    check(xs_buf_str(&out), "x.tar", XS_OK, "inner.tar/one=1\ninner.tar!damaged\ndoc.txt=text\n");
    xs_buf_clear(&in);
    put_zip(&in, XS_STR("doc.txt"), XS_STR("some text of more than twelve bytes"));
    in.ptr[6] = 1; /* encrypted, by both headers */
    in.ptr[xs_str_find(xs_buf_str(&in), XS_STR("PK\001\002"), 0) + 8] = 1;
    check(xs_buf_str(&in), "x.zip", XS_OK, "doc.txt!encrypted\n");
    xs_buf_free(&in);
    xs_buf_free(&out);
}

/* Cut anywhere: what was good is given, the fault is told. */
static void damaged(void **state)
{
    (void)state;
    struct xs_buf b;
    struct seen s;
    xs_buf_init(&b, XS_MAX_BUF);
    put_zip(&b, XS_STR("doc.txt"), XS_STR("some text"));
    for (size_t n = 4; n < b.len; n++) {
        assert_int_equal(walk(xs_str_sub(xs_buf_str(&b), 0, n), "x.zip", &s), XS_E_DAMAGED);
        assert_int_equal(s.files, 0);
        xs_buf_free(&s.text);
    }
    b.ptr[30 + 7] = 'X'; /* the first byte of the text: the checksum is wrong */
    check(xs_buf_str(&b), "x.zip", XS_OK, "doc.txt!damaged\n");
    xs_buf_clear(&b);
    put_tar(&b, "one", XS_STR("1"));
    put_tar(&b, "two", XS_STR("2"));
    check(xs_str_sub(xs_buf_str(&b), 0, 1300), "x.tar", XS_E_DAMAGED, "one=1\n");
    xs_buf_free(&b);
}

/* gzip of nothing but stored blocks; its checksum is looked at. */
static void alone(void **state)
{
    (void)state;
    struct xs_buf b;
    xs_str text = XS_STR("packed alone");
    xs_buf_init(&b, XS_MAX_BUF);
    xs_buf_puts(&b, XS_STR("\x1F\x8B\x08\0\0\0\0\0\0\x03\x01"));
    put_le(&b, (uint32_t)text.len, 2);
    put_le(&b, ~(uint32_t)text.len, 2);
    xs_buf_puts(&b, text);
    put_le(&b, crc(text), 4);
    put_le(&b, (uint32_t)text.len, 4);
    check(xs_buf_str(&b), "dir/a.doc.gz", XS_OK, "a.doc=packed alone\n");
    check(xs_str_sub(xs_buf_str(&b), 0, b.len - 3), "a.gz", XS_E_DAMAGED, "");
    struct xs_buf two;
    xs_buf_init(&two, XS_MAX_BUF);
    xs_buf_puts(&two, xs_buf_str(&b));
    xs_buf_puts(&two, xs_buf_str(&b));
    check(
        xs_buf_str(&two), "a.gz", XS_OK, "a=packed alonepacked alone\n"); /* one after the other */
    xs_buf_free(&two);
    check(XS_STR("\x1F\x8B\x08\0\0\0\0\0\0\x03\x03"), "a.gz", XS_E_DAMAGED, "");
    b.ptr[b.len - 5] = (char)(b.ptr[b.len - 5] ^ 1);
    check(xs_buf_str(&b), "a.gz", XS_E_DAMAGED, "");
    xs_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(rar),
        cmocka_unit_test(real_rar),
        cmocka_unit_test(nested_faults),
        cmocka_unit_test(kinds),
        cmocka_unit_test(nested),
        cmocka_unit_test(damaged),
        cmocka_unit_test(alone),
    };
    if (xs_archive_missing())
        return puts("not ok 1 # SKIP all: no archives in this build") < 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
