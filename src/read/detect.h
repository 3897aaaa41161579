/* detect.h: what format some bytes are of. The content decides, never a name. */
#ifndef XS_READ_DETECT_H
#define XS_READ_DETECT_H

#include "base/str.h"

enum xs_file_format {
    XS_FORMAT_TEXT,
    XS_FORMAT_HTML,
    XS_FORMAT_DOCX,
    XS_FORMAT_XLSX,
    XS_FORMAT_XLSB,
    XS_FORMAT_PPTX,
    XS_FORMAT_ODT,
    XS_FORMAT_ODS,
    XS_FORMAT_FLAT_ODT,
    XS_FORMAT_FLAT_ODS,
    XS_FORMAT_PDF,
    XS_FORMAT_RTF,
    XS_FORMAT_DOC,
    XS_FORMAT_XLS,
    XS_FORMAT_PPT,
    XS_FORMAT_MSI,
    XS_FORMAT_MSG,
    XS_FORMAT_OLE,       /* a compound file that is none of these */
    XS_FORMAT_ENCRYPTED, /* an office document behind a password */
    XS_FORMAT_MHTML,
    XS_FORMAT_WORD_XML,
    XS_FORMAT_EXCEL_XML,
    XS_FORMAT_ZIP, /* a container that holds no document known here: an archive */
    XS_FORMAT_GZIP,
    XS_FORMAT_BZIP2,
    XS_FORMAT_XZ,
    XS_FORMAT_ZSTD,
    XS_FORMAT_7Z,
    XS_FORMAT_RAR,
    XS_FORMAT_TAR,
    XS_FORMAT_COUNT
};

/* xs_detect: looks at the head, for containers at their list of names. O(bytes.len) at worst. */
enum xs_file_format xs_detect(xs_str bytes);
/* xs_format_is_archive: holds other files, or is one file packed. */
bool xs_format_is_archive(enum xs_file_format f);

#endif
