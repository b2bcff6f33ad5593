/* Decompresses a .gz with zlib and throws the bytes away: what inflating costs alone, for bench.py.
   Usage: inflate FILE. Exit code 1 when the file cannot be read or is damaged. Members may follow one another. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum { IN_BYTES = 1 << 18, OUT_BYTES = 1 << 20 };

static unsigned char in[IN_BYTES], out[OUT_BYTES];

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) return 1;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  /* 15 window bits, and 16 for a gzip header. */
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return 1;
  int state = Z_OK;
  while ((stream.avail_in = (uInt)fread(in, 1, sizeof in, file)) > 0) {
    stream.next_in = in;
    do {
      if (state == Z_STREAM_END && inflateReset(&stream) != Z_OK) return 1;
      stream.next_out = out;
      stream.avail_out = sizeof out;
      state = inflate(&stream, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return 1;
    } while (stream.avail_in > 0 || stream.avail_out == 0);
  }
  inflateEnd(&stream);
  fclose(file);
  return state == Z_STREAM_END ? 0 : 1;
}
