import CKernels

/// 64-bit fingerprints of bytes, chained by their seed. Not collision-resistant against an adversary; among N examples
/// two different ones share a fingerprint with probability N²/2⁶⁵: 3 in 10⁶ for ten million.
enum Fingerprint {
  /// Bounds: `bytes` has `count` readable bytes.
  @inline(__always)
  static func of(_ bytes: UnsafePointer<UInt8>, count: Int, seed: UInt64) -> UInt64 {
    var out: (UInt64, UInt64) = (0, 0)
    return withUnsafeMutableBytes(of: &out) { raw in
      guard let words = raw.baseAddress?.assumingMemoryBound(to: UInt64.self) else { return 0 }
      return tg_hash128(bytes, count, seed, words)
    }
  }

  /// Mixes a small number into a chain.
  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var x = (a ^ b &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    x ^= x >> 32
    return x &* 0x9E37_79B9_7F4A_7C15
  }
}
