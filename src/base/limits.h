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
/* Any growing buffer (one output row, one message). */
#define XS_MAX_BUF ((size_t)1 << 30)
/* Cells of one table row that are looked at; more are kept as text and reported. */
#define XS_MAX_ROW_CELLS 256
/* Columns of an indicator table. */
#define XS_MAX_COLUMNS 40
/* Bytes of one cell that patterns are run on; PCRE2 subjects stay small. */
#define XS_MAX_SUBJECT ((size_t)64 << 10)
/* PCRE2 match limit: a pattern that needs more is undecided and reported. */
#define XS_MATCH_LIMIT 1000000u
/* Code points of a quote in a finding. */
#define XS_MAX_QUOTE 80u
/* Numbers that are read out of one value. */
#define XS_MAX_NUMBERS 8
/* Digits of a number that are kept exactly. */
#define XS_MAX_DIGITS 18
/* Pattern files: bytes of one file, nodes of one file, rules and lexicons in all. */
#define XS_MAX_PATTERN_BYTES ((size_t)16 << 20)
#define XS_MAX_YAML_NODES 2000000u
#define XS_MAX_YAML_DEPTH 32u
#define XS_MAX_RULES 20000u
#define XS_MAX_LEXICONS 128u
/* Worker threads. */
#define XS_MAX_JOBS 256u
/* Documents that may wait to be written in order, a thread. */
#define XS_WINDOW 8u
/* Bytes that are looked at to tell text from binary. */
#define XS_SNIFF_BYTES ((size_t)8 << 10)
/* Depth of folders below an argument. */
#define XS_MAX_FOLDER_DEPTH 64u

#endif
