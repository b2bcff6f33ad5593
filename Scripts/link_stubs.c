// Stand-ins that keep code out of the packaged binaries which Tunegate never runs; Scripts/link.sh links them.
//
// - libxml2, where it was built with ICU and lzma, asks ICU for converters of encodings that it does not know itself,
//   and lzma for files. Tunegate hands it UTF-8 from memory, ignores declared encodings, and lets it open nothing. Here
//   ICU knows no encoding, and nothing is in lzma's format: libxml2 reports both as it would any other such failure.
// - Foundation, which the packages Yams and ArgumentParser import, carries ICU with 30 MB of data on languages,
//   calendars and time zones. Tunegate formats no dates and asks no locale. ICU_DATA names an empty package of the same
//   form, as ICU has one itself for builds without data.
#include <stddef.h>
#include <stdint.h>

#ifdef LINKS_XML2
#include <libxml/xmlversion.h>

#ifdef LIBXML_ICU_ENABLED
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

UConverter *ucnv_open(const char *name, UErrorCode *error) {
  (void)name;
  *error = U_FILE_ACCESS_ERROR;
  return NULL;
}

void ucnv_close(UConverter *converter) { (void)converter; }

void ucnv_setToUCallBack(
    UConverter *converter, UConverterToUCallback action, const void *context, UConverterToUCallback *oldAction,
    const void **oldContext, UErrorCode *error) {
  (void)converter, (void)action, (void)context, (void)oldAction, (void)oldContext;
  *error = U_UNSUPPORTED_ERROR;
}

void ucnv_setFromUCallBack(
    UConverter *converter, UConverterFromUCallback action, const void *context, UConverterFromUCallback *oldAction,
    const void **oldContext, UErrorCode *error) {
  (void)converter, (void)action, (void)context, (void)oldAction, (void)oldContext;
  *error = U_UNSUPPORTED_ERROR;
}

void ucnv_convertEx(
    UConverter *to, UConverter *from, char **target, const char *targetLimit, const char **source,
    const char *sourceLimit, UChar *pivotStart, UChar **pivotSource, UChar **pivotTarget, const UChar *pivotLimit,
    UBool reset, UBool flush, UErrorCode *error) {
  (void)to, (void)from, (void)target, (void)targetLimit, (void)source, (void)sourceLimit, (void)pivotStart;
  (void)pivotSource, (void)pivotTarget, (void)pivotLimit, (void)reset, (void)flush;
  *error = U_UNSUPPORTED_ERROR;
}

void UCNV_TO_U_CALLBACK_STOP(
    const void *context, UConverterToUnicodeArgs *arguments, const char *units, int32_t length,
    UConverterCallbackReason reason, UErrorCode *error) {
  (void)context, (void)arguments, (void)units, (void)length, (void)reason, (void)error;
}

void UCNV_FROM_U_CALLBACK_STOP(
    const void *context, UConverterFromUnicodeArgs *arguments, const UChar *units, int32_t length, UChar32 point,
    UConverterCallbackReason reason, UErrorCode *error) {
  (void)context, (void)arguments, (void)units, (void)length, (void)point, (void)reason, (void)error;
}
#endif

#ifdef LIBXML_LZMA_ENABLED
// lzma's own name for a file that is not in its format is LZMA_FORMAT_ERROR, 7. Its headers may not be installed.
enum { formatError = 7 };

int lzma_auto_decoder(void *stream, uint64_t memory, uint32_t flags) {
  (void)stream, (void)memory, (void)flags;
  return formatError;
}

int lzma_code(void *stream, int action) {
  (void)stream, (void)action;
  return formatError;
}

int lzma_properties_decode(void *filter, const void *allocator, const uint8_t *bytes, size_t count) {
  (void)filter, (void)allocator, (void)bytes, (void)count;
  return formatError;
}

void lzma_end(void *stream) { (void)stream; }
#endif
#endif

#ifdef ICU_DATA
// UDataInfo and the table of contents of ICU's data, with no entry.
struct EmptyData {
  uint16_t headerSize;
  uint8_t magic[2];
  uint16_t infoSize, reserved;
  uint8_t isBigEndian, charsetFamily, unitSize, padding;
  uint8_t format[4], formatVersion[4], dataVersion[4], fill[8];
  uint32_t count, none[5];
};

__attribute__((aligned(16))) const struct EmptyData ICU_DATA = {
    .headerSize = 32,
    .magic = {0xDA, 0x27},
    .infoSize = 20,
    .isBigEndian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
    .unitSize = 2,
    .format = {'T', 'o', 'C', 'P'},
    .formatVersion = {1},
};
#endif
