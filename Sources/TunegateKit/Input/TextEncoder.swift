import CZlib
import CZstd

/// Compresses a stream of text as it goes by.
protocol TextEncoder {
  /// Appends what `bytes` come to so far.
  func encode(_ bytes: [UInt8], into output: inout [UInt8])
  /// Appends the rest.
  func finish(into output: inout [UInt8])
}

/// A gzip file of one member, without a name or a time: equal texts give equal files.
final class GzipEncoder: TextEncoder {
  /// On the heap, because zlib remembers the address of its stream.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Nil when there is no memory.
  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 above the window bits asks for a gzip header and trailer.
    let code = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  func encode(_ bytes: [UInt8], into output: inout [UInt8]) { run(bytes, Z_NO_FLUSH, &output) }

  func finish(into output: inout [UInt8]) { run([], Z_FINISH, &output) }

  private func run(_ bytes: [UInt8], _ flush: Int32, _ output: inout [UInt8]) {
    var input = bytes
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    // Bounds: zlib reads `avail_in` bytes of `input` and writes at most `avail_out` of `chunk`; both outlive the calls.
    input.withUnsafeMutableBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = source.baseAddress
        stream.pointee.avail_in = UInt32(source.count)
        repeat {
          stream.pointee.next_out = target.baseAddress
          stream.pointee.avail_out = UInt32(target.count)
          let code = deflate(stream, flush)
          output.append(contentsOf: target[..<(target.count - Int(stream.pointee.avail_out))])
          if code == Z_STREAM_END { break }
        } while stream.pointee.avail_out == 0
      }
    }
  }
}

/// A Zstandard frame.
final class ZstdEncoder: TextEncoder {
  private let context: OpaquePointer

  /// Nil when there is no memory.
  init?() {
    guard let context = ZSTD_createCCtx() else { return nil }
    self.context = context
  }

  deinit { ZSTD_freeCCtx(context) }

  func encode(_ bytes: [UInt8], into output: inout [UInt8]) { run(bytes, ZSTD_e_continue, &output) }

  func finish(into output: inout [UInt8]) { run([], ZSTD_e_end, &output) }

  private func run(_ bytes: [UInt8], _ end: ZSTD_EndDirective, _ output: inout [UInt8]) {
    var chunk = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
    // Bounds: libzstd reads `size` bytes of `source` and writes at most `size` of `target`; both outlive the calls.
    bytes.withUnsafeBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var left = 0
        repeat {
          var out = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          left = ZSTD_compressStream2(context, &out, &input, end)
          output.append(contentsOf: target[..<out.pos])
          if ZSTD_isError(left) != 0 { break }
        } while end == ZSTD_e_end ? left > 0 : input.pos < input.size
      }
    }
  }
}
