/* err.h: the one list of status codes. A code means that we could not do our work; what is wrong
 * with a document is a finding (rule/rule.h), never a code. */
#ifndef XS_BASE_ERR_H
#define XS_BASE_ERR_H

#include "base/str.h"

/* name, exit status of a run that ends on it, id of its text in patterns/messages.yaml, English
 * text */
#define XS_ERR_LIST(X)                                                                             \
    X(XS_OK, 0, "ok", "no error")                                                                  \
    X(XS_E_NOMEM, 70, "nomem", "out of memory or over the memory limit")                           \
    X(XS_E_INTERNAL, 70, "internal", "a fault of the program itself")                              \
    X(XS_E_USAGE, 64, "usage", "wrong use of the command line")                                    \
    X(XS_E_PATTERNS, 65, "patterns", "bad pattern file")                                           \
    X(XS_E_WRITE, 74, "write", "the output could not be written")                                  \
    X(XS_E_INTERRUPT, 130, "interrupt", "interrupted")                                             \
    X(XS_E_MISSING, 2, "missing", "no such file or folder")                                        \
    X(XS_E_READ, 2, "read", "the file could not be read")                                          \
    X(XS_E_BINARY, 2, "binary", "not a text, and of no format that is read here")                  \
    X(XS_E_DAMAGED, 2, "damaged", "the file is damaged or ends too early")                         \
    X(XS_E_ENCRYPTED, 2, "encrypted", "the file is encrypted")                                     \
    X(XS_E_SCANNED, 2, "scanned", "its pages are pictures without text (OCR is needed)")           \
    X(XS_E_UNSUPPORTED, 2, "unsupported", "this build has no reader for the format")               \
    X(XS_E_FOREIGN, 2, "foreign",                                                                  \
        "this kind of file is not read; a document: save it as docx, xlsx, html or pdf")           \
    X(XS_E_TOO_LARGE, 2, "too-large", "larger than the limit")                                     \
    X(XS_E_CRASHED, 2, "crashed", "the reader of the format failed on it")                         \
    X(XS_E_TIMEOUT, 2, "timeout", "reading it took too long")                                      \
    X(XS_E_BOMB, 2, "bomb", "packed too tightly, too deep, or too many files in it")               \
    X(XS_E_CONVERTER, 2, "converter",                                                              \
        "needs LibreOffice (packages libreoffice-writer-nogui and libreoffice-calc-nogui)")        \
    X(XS_E_NO_ROWS, 2, "no-rows", "a table of indicators that gave no rows")                       \
    X(XS_E_TMP, 74, "tmp", "the folder for temporary files cannot be used")                        \
    X(XS_E_LONG_LINE, 2, "long-line", "a line or cell of text is longer than the limit of 16 MiB") \
    X(XS_E_DEPTH, 2, "depth", "more than 64 folders deep below the argument")

#define XS_ERR_ENUM(name, exit_status, id, text) name,
enum xs_err { XS_ERR_LIST(XS_ERR_ENUM) XS_ERR_COUNT };

#define XS_TRY(call)                                                                               \
    do {                                                                                           \
        enum xs_err xs_try_err_ = (call);                                                          \
        if (xs_try_err_ != XS_OK)                                                                  \
            return xs_try_err_;                                                                    \
    } while (0)

/* xs_err_text: English text of a code. xs_err_id: its stable id. xs_err_exit: exit status. */
const char *xs_err_text(enum xs_err e);
const char *xs_err_id(enum xs_err e);
int xs_err_exit(enum xs_err e);

#endif
