#include "read/detect.h"

#include <string.h>

#include "base/limits.h"

/* ---- containers of the zip kind ---- */

static uint32_t le16(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[1] << 8 | u[0];
}

static uint32_t le32(const char *p) { return le16(p + 2) << 16 | le16(p); }

/* What the names in a container say. */
struct names {
    bool word, excel, binary_excel, slides, types, manifest, content;
};

/* The longest name that says something, and some room. */
#define LONGEST_NAME 64

/* A name as the standard spells it: with '/' between its steps, in small letters. */
static xs_str plain_name(xs_str name, char *to)
{
    size_t n = 0;
    for (; n < name.len && n < LONGEST_NAME; n++) {
        char c = name.ptr[n];
        to[n] = c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return (xs_str){ to, n };
}

/* Folders of ordinary documents may be called as those of office programs are: only parts that
 * these programs write count. */
static void note_name(struct names *n, xs_str stored)
{
    char buffer[LONGEST_NAME];
    xs_str name = plain_name(stored, buffer);
    bool part = xs_str_ends(name, XS_STR(".xml")) || xs_str_ends(name, XS_STR(".rels"));
    n->types |= xs_str_eq(name, XS_STR("[content_types].xml"));
    n->binary_excel |= xs_str_eq(name, XS_STR("xl/workbook.bin"));
    n->manifest |= xs_str_eq(name, XS_STR("meta-inf/manifest.xml"));
    n->content |= xs_str_eq(name, XS_STR("content.xml"));
    n->slides |= part && xs_str_starts(name, XS_STR("ppt/"));
    n->word |= part && xs_str_starts(name, XS_STR("word/"));
    n->excel |= part && xs_str_starts(name, XS_STR("xl/"));
}

#define END_RECORD 22
#define LONGEST_COMMENT 65535
#define CENTRAL_RECORD 46
#define LOCAL_RECORD 30

/* Offset of the end record, or SIZE_MAX. */
static size_t find_end(xs_str b)
{
    if (b.len < END_RECORD)
        return SIZE_MAX;
    size_t low = b.len > END_RECORD + LONGEST_COMMENT ? b.len - END_RECORD - LONGEST_COMMENT : 0;
    for (size_t at = b.len - END_RECORD + 1; at-- > low;)
        if (memcmp(b.ptr + at, "PK\005\006", 4) == 0)
            return at;
    return SIZE_MAX;
}

/* The list of names at the end, as far as it is whole. Returns how many there are. */
static size_t central_names(xs_str b, size_t end, struct names *n)
{
    size_t at = le32(b.ptr + end + 16), count = 0;
    while (at < b.len && b.len - at > CENTRAL_RECORD && memcmp(b.ptr + at, "PK\001\002", 4) == 0) {
        const char *p = b.ptr + at;
        note_name(n, xs_str_sub(b, at + CENTRAL_RECORD, le16(p + 28)));
        at += CENTRAL_RECORD + le16(p + 28) + le16(p + 30) + le16(p + 32);
        count++;
    }
    return count;
}

/* The names in front of the parts, as far as their sizes lead from one to the next. */
static void local_names(xs_str b, struct names *n)
{
    size_t at = 0;
    while (at < b.len && b.len - at > LOCAL_RECORD && memcmp(b.ptr + at, "PK\003\004", 4) == 0) {
        const char *p = b.ptr + at;
        note_name(n, xs_str_sub(b, at + LOCAL_RECORD, le16(p + 26)));
        size_t step = LOCAL_RECORD + le16(p + 26) + le16(p + 28) + (size_t)le32(p + 18);
        if (le16(p + 6) & 8) { /* sizes stand behind the part: look for the next one */
            size_t next = xs_str_find(b, XS_STR("PK\003\004"), at + 4);
            step = next == SIZE_MAX ? b.len : next - at;
        }
        at = step > b.len - at ? b.len : at + step;
    }
}

/* OpenDocument says what it is in its first part, which is not packed. */
static enum xs_file_format open_document(xs_str b)
{
    static const char text[] = "mimetypeapplication/vnd.oasis.opendocument.text";
    static const char sheet[] = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    xs_str head = xs_str_sub(b, LOCAL_RECORD, 80);
    if (xs_str_starts(head, xs_str_c(sheet)))
        return XS_FORMAT_ODS;
    return xs_str_starts(head, xs_str_c(text)) ? XS_FORMAT_ODT : XS_FORMAT_ZIP;
}

/* Both lists of names count: one of them may be broken, and a document must not pass for an
 * archive. */
static enum xs_file_format detect_zip(xs_str b)
{
    struct names n = { 0 };
    size_t end = find_end(b);
    enum xs_file_format open = open_document(b);
    if (open != XS_FORMAT_ZIP)
        return open;
    if (end != SIZE_MAX)
        (void)central_names(b, end, &n); /* what there is */
    if (!n.types || !(n.word || n.excel))
        local_names(b, &n);
    if (n.slides)
        return XS_FORMAT_PPTX;
    if (n.binary_excel)
        return XS_FORMAT_XLSB;
    if (n.excel && !n.word)
        return XS_FORMAT_XLSX;
    if (n.word || n.types)
        return XS_FORMAT_DOCX; /* or broken: its reader says so */
    return n.manifest && n.content ? XS_FORMAT_ODT : XS_FORMAT_ZIP;
}

/* ---- compound files ---- */

/* An entry of the directory: its name is UTF-16. */
static bool has_entry(xs_str b, const char *name)
{
    char wide[64];
    size_t n = 0;
    while (n + 2 <= sizeof wide && *name) {
        wide[n++] = *name++;
        wide[n++] = 0;
    }
    return xs_str_has(b, (xs_str){ wide, n });
}

/* The class of the root: {000C1084-0000-0000-C000-000000000046}. */
#define INSTALLER "\x84\x10\x0C\0\0\0\0\0\xC0\0\0\0\0\0\0\x46"

static enum xs_file_format detect_ole(xs_str b)
{
    if (has_entry(b, "EncryptedPackage"))
        return XS_FORMAT_ENCRYPTED;
    if (has_entry(b, "WordDocument"))
        return XS_FORMAT_DOC;
    if (has_entry(b, "PowerPoint Document")) /* which may have workbooks in it */
        return XS_FORMAT_PPT;
    if (has_entry(b, "Workbook") || has_entry(b, "Book"))
        return XS_FORMAT_XLS;
    if (has_entry(b, "__properties_version1.0"))
        return XS_FORMAT_MSG;
    return xs_str_has(b, XS_STR(INSTALLER)) ? XS_FORMAT_MSI : XS_FORMAT_OLE;
}

/* ---- markup ---- */

/* The head of a text in lower case, without the zero bytes of UTF-16. */
static xs_str plain_head(xs_str b, char *to, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < b.len && i < 2 * size && n < size; i++) {
        char c = b.ptr[i];
        if (c)
            to[n++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return (xs_str){ to, n };
}

static bool has_any(xs_str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (xs_str_has(s, xs_str_c(words[i])))
            return true;
    return false;
}

/* Bytes of blanks, marks of the order of bytes and comments in front, in UTF-16 too. */
static size_t before_text(xs_str b)
{
    size_t at =
        xs_str_starts(b, XS_STR("\xFF\xFE")) || xs_str_starts(b, XS_STR("\xFE\xFF")) ? 2 : 0;
    while (at < b.len) {
        xs_str rest = xs_str_sub(b, at, b.len);
        size_t end =
            xs_str_starts(rest, XS_STR("<!--")) ? xs_str_find(b, XS_STR("-->"), at) : SIZE_MAX;
        if (end != SIZE_MAX)
            at = end + 3;
        else if (rest.ptr[0] == 0 || xs_str_blank(xs_str_sub(rest, 0, 1)))
            at++;
        else if (xs_str_blank(xs_str_sub(rest, 0, 3)))
            at += 3;
        else
            break;
    }
    return at;
}

/* "<name" and no longer name. */
static bool has_tag(xs_str s, const char *name)
{
    xs_str tag = xs_str_c(name);
    for (size_t at = 0; (at = xs_str_find(s, tag, at)) != SIZE_MAX;) {
        at += tag.len;
        char next = at < s.len ? s.ptr[at] : '>';
        if (!((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next == ':'))
            return true;
    }
    return false;
}

static bool has_any_tag(xs_str s, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (has_tag(s, names[i]))
            return true;
    return false;
}

/* XML of one office program or another, by its root or by the address of its names: one of them may
 * be broken. XS_FORMAT_TEXT: none of them. */
static enum xs_file_format detect_xml(xs_str head)
{
    static const char *const word[] = { "<w:worddocument", "<pkg:package",
        "schemas.microsoft.com/office/word/2003/wordml",
        "schemas.microsoft.com/office/2006/xmlpackage" };
    bool html = xs_str_has(head, XS_STR("<html"));
    if (xs_str_has(head, XS_STR("<office:document")) ||
        (!html && xs_str_has(head, XS_STR("urn:oasis:names:tc:opendocument:"))))
        return xs_str_has(head, XS_STR("opendocument.spreadsheet")) ? XS_FORMAT_FLAT_ODS
                                                                    : XS_FORMAT_FLAT_ODT;
    if (html)
        return XS_FORMAT_TEXT;
    if (has_any(head, word, sizeof word / sizeof *word))
        return XS_FORMAT_WORD_XML;
    bool excel = xs_str_has(head, XS_STR("urn:schemas-microsoft-com:office:spreadsheet"));
    return excel && xs_str_has(head, XS_STR("<?xml")) ? XS_FORMAT_EXCEL_XML : XS_FORMAT_TEXT;
}

/* A page saved with its parts: the head of a mail, with a multipart body. */
static bool mail_head(xs_str head)
{
    return xs_str_starts(head, XS_STR("mime-version:")) ||
           (xs_str_has(head, XS_STR("\nmime-version:")) &&
               xs_str_has(head, XS_STR("\ncontent-type: multipart/")));
}

/* A "<" that a letter or mark follows, not a number; after it may stand a zero byte of UTF-16. */
static bool may_be_tag(xs_str s)
{
    for (const char *p = s.ptr, *end = s.ptr + s.len; (p = memchr(p, '<', (size_t)(end - p)));) {
        if (++p == end)
            return false;
        char c = (char)(*p | 0x20);
        if ((c >= 'a' && c <= 'z') || *p == '!' || *p == '?' || *p == '\0')
            return true;
    }
    return false;
}

static enum xs_file_format detect_markup(xs_str b)
{
    static const char *const tags[] = { "<!doctype html", "<html", "<head", "<body", "<table",
        "<meta", "<div", "<title", "<p", "<center", "<font", "<style", "<span", "<h1", "<h2", "<h3",
        "<h4", "<h5", "<h6", "<ul", "<ol", "<br", "<form", "<section", "<article", "<link",
        "<script" };
    char buffer[XS_SNIFF_BYTES];
    b = xs_str_sub(b, before_text(b), b.len);
    xs_str sniff = xs_str_sub(b, 0, 2 * XS_SNIFF_BYTES);
    if (!sniff.len || (!may_be_tag(sniff) && (sniff.ptr[0] | 0x20) != 'm'))
        return XS_FORMAT_TEXT;
    xs_str head = plain_head(b, buffer, sizeof buffer);
    bool tag = xs_str_starts(head, XS_STR("<"));
    enum xs_file_format xml = tag ? detect_xml(head) : XS_FORMAT_TEXT;
    if (xml != XS_FORMAT_TEXT)
        return xml;
    if (mail_head(head))
        return XS_FORMAT_MHTML;
    if (tag ? has_any_tag(head, tags, sizeof tags / sizeof *tags) : has_tag(head, "<html"))
        return XS_FORMAT_HTML;
    bool cells = has_tag(head, "<tr") && has_tag(head, "<td");
    return has_tag(head, "<table") && cells ? XS_FORMAT_HTML : XS_FORMAT_TEXT;
}

/* ---- all ---- */

struct magic {
    xs_str bytes;
    size_t at;
    enum xs_file_format format;
};

static const struct magic magics[] = {
    { XS_STR_INIT("Rar!\x1A\x07"), 0, XS_FORMAT_RAR },
    { XS_STR_INIT("7z\xBC\xAF\x27\x1C"), 0, XS_FORMAT_7Z },
    { XS_STR_INIT("\x1F\x8B"), 0, XS_FORMAT_GZIP },
    { XS_STR_INIT("BZh"), 0, XS_FORMAT_BZIP2 },
    { XS_STR_INIT("\xFD\x37zXZ"), 0, XS_FORMAT_XZ },
    { XS_STR_INIT("\x28\xB5\x2F\xFD"), 0, XS_FORMAT_ZSTD },
    { XS_STR_INIT("ustar"), 257, XS_FORMAT_TAR },
};

/* A PDF may have some bytes before its header. */
#define PDF_HEAD 1024

/* A zip container whose first bytes are broken still has its list at the end. */
static bool zip_at_end(xs_str b)
{
    size_t end =
        memchr(b.ptr, 0, b.len < XS_SNIFF_BYTES ? b.len : XS_SNIFF_BYTES) ? find_end(b) : SIZE_MAX;
    struct names n = { 0 };
    return end != SIZE_MAX && central_names(b, end, &n) > 0;
}

enum xs_file_format xs_detect(xs_str bytes)
{
    if (bytes.len == 0)
        return XS_FORMAT_TEXT;
    if (xs_str_starts(bytes, XS_STR("PK\003\004")) || xs_str_starts(bytes, XS_STR("PK\005\006")))
        return detect_zip(bytes);
    if (xs_str_starts(bytes, XS_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return detect_ole(bytes);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (xs_str_starts(xs_str_sub(bytes, magics[i].at, 16), magics[i].bytes))
            return magics[i].format;
    xs_str head = xs_str_sub(bytes, 0, PDF_HEAD);
    if (memchr(head.ptr, '%', head.len) && xs_str_has(head, XS_STR("%PDF-")))
        return XS_FORMAT_PDF;
    head = xs_str_trim(head);
    if (xs_str_starts(head, XS_STR("{\\rtf")))
        return XS_FORMAT_RTF;
    return zip_at_end(bytes) ? detect_zip(bytes) : detect_markup(bytes);
}

bool xs_format_is_archive(enum xs_file_format f)
{
    return f >= XS_FORMAT_ZIP && f < XS_FORMAT_COUNT;
}
