/* limits.h: every maximum of the program in one place. Each one is reported when it is hit. */
#ifndef XS_BASE_LIMITS_H
#define XS_BASE_LIMITS_H

/* One input document: positions are 32-bit, so more than this is refused, never cut. */
#define XS_MAX_DOC_BYTES ((size_t)1 << 30)
/* A line longer than this (bytes) is refused: no disclosure has one, and it would cost the run. */
#define XS_MAX_LINE_BYTES ((size_t)16 << 20)
/* Memory that one document may take for its tree and findings. */
#define XS_MAX_DOC_ARENA ((size_t)12 << 30)
/* Memory of the run: patterns, names, project records. */
#define XS_MAX_RUN_ARENA ((size_t)16 << 30)
/* Memory that was taken back from a document and waits for the next one, a thread. */
#define XS_MAX_SPARE_BYTES ((size_t)64 << 20)
/* Any growing buffer (one output row, one message). */
#define XS_MAX_BUF ((size_t)1 << 30)
/* Cells of one table row that are looked at; more are kept as text and reported. */
#define XS_MAX_ROW_CELLS 256
/* What a thread remembers of texts: bytes of one text; bytes after which it forgets them between
 * two documents; bytes while one document is read. Past these it works everything out again. */
#define XS_MAX_MEMO_TEXT ((size_t)400)
#define XS_MEMO_KEEP_BYTES ((size_t)16 << 20)
#define XS_MAX_MEMO_BYTES ((size_t)64 << 20)
/* Different things that rules know of texts, as remembered by a thread; below 2^16. */
#define XS_MAX_STATES ((size_t)1 << 15)
/* Columns of an indicator table. */
#define XS_MAX_COLUMNS 40
/* Bytes of one cell that patterns are run on; PCRE2 subjects stay small. */
#define XS_MAX_SUBJECT ((size_t)64 << 10)
/* Texts that a pattern may stand for to be looked up as these instead of matched. */
#define XS_MAX_LITERALS 256
/* PCRE2 match limit: a pattern that needs more is undecided and reported. */
#define XS_MATCH_LIMIT 1000000u
/* Clauses of one goal or purpose that are looked at. */
#define XS_MAX_CLAUSES 64u
/* Code points of a quote in a finding. */
#define XS_MAX_QUOTE 80u
/* Places of one cluster that `xushi copies` shows beside the first one. */
#define XS_MAX_SHOWN_COPIES 12u
/* Numbers that are read out of one value. */
#define XS_MAX_NUMBERS 8
/* Digits of a number that are kept exactly. */
#define XS_MAX_DIGITS 18
/* Pattern files: bytes of one file, nodes of one file, their depth, brackets open at once; rules
 * and lexicons in all. */
#define XS_MAX_PATTERN_BYTES ((size_t)16 << 20)
/* Option --memory, in MB. */
#define XS_MAX_MEMORY_MB ((uint64_t)1 << 20)
/* A store of stock clauses (patterns/stock). */
#define XS_MAX_STORE_BYTES ((size_t)1 << 30)
#define XS_MAX_YAML_NODES 2000000u
#define XS_MAX_YAML_DEPTH 32u
#define XS_MAX_YAML_OPEN 1000u
#define XS_MAX_RULES 20000u
#define XS_MAX_LEXICONS 128u
/* Worker threads. */
#define XS_MAX_JOBS 256u
/* Documents that may wait to be written in order, a thread. */
#define XS_WINDOW 8u
/* Bytes that are looked at to tell text from binary. */
#define XS_SNIFF_BYTES ((size_t)8 << 10)
/* Bytes that statistics about the encoding are made of. */
#define XS_MAX_GUESS_BYTES ((size_t)1 << 20)
/* One part of a zip container (docx, xlsx, odt, ods): unpacked bytes, and how many times its packed
 * size that may be where it is larger than XS_ZIP_RATIO_FROM. */
#define XS_MAX_PART_BYTES ((size_t)512 << 20)
#define XS_MAX_ZIP_RATIO 400u
#define XS_ZIP_RATIO_FROM ((size_t)16 << 20)
/* Elements within each other, in HTML (libxml2 stops XML at 256 by itself). */
#define XS_MAX_HTML_DEPTH 5000u
/* Attributes of one element that are looked at. */
#define XS_MAX_ATTRIBUTES 64u
/* Tables and text boxes within each other; deeper ones are read as running text. */
#define XS_MAX_NEST_DEPTH 24u
/* Cells of one sheet of a workbook, its sheets, merged areas, and how often a row is repeated. */
#define XS_MAX_SHEET_CELLS ((size_t)20 << 20)
#define XS_MAX_SHEETS 4096u
#define XS_MAX_MERGES ((size_t)1 << 20)
#define XS_MAX_ROW_REPEAT 1000u
/* Pages of a PDF; edges on the picture of one page that may be rules, places of one grid of them.
 */
#define XS_MAX_PAGES 20000
#define XS_MAX_PAGE_LINES 8000u
#define XS_MAX_PAGE_CELLS ((size_t)100000)
/* One archive: bytes of one file in it, of all, how many times its packed size that may be where it
 * is more than the last number; files in it, archives within each other. */
#define XS_MAX_MEMBER_BYTES ((size_t)512 << 20)
#define XS_MAX_ARCHIVE_BYTES ((size_t)4 << 30)
#define XS_MAX_ARCHIVE_RATIO 200u
#define XS_ARCHIVE_RATIO_FROM ((size_t)64 << 20)
#define XS_MAX_ARCHIVE_FILES 100000u
#define XS_MAX_ARCHIVE_DEPTH 4u
/* Bytes that all archives of a run may take on disk, unpacked. */
#define XS_MAX_SPOOL_BYTES ((uint64_t)64 << 30)
/* A helper process that reads one document: seconds, one more for so many bytes; its memory. */
#define XS_READ_SECONDS 8u
#define XS_READ_BYTES_A_SECOND ((size_t)256 << 10)
#define XS_HELPER_MEMORY ((size_t)4 << 30)
/* LibreOffice: files of one call; seconds for a file (one more for XS_READ_BYTES_A_SECOND), and
 * those that it may take to start for the first time. */
#define XS_CONVERT_FILES 24u
#define XS_CONVERT_SECONDS 9u
#define XS_CONVERT_START_SECONDS 20u
/* Depth of folders below an argument. */
#define XS_MAX_FOLDER_DEPTH 64u

#endif
