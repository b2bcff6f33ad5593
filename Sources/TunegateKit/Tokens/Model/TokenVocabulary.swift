/// The byte strings of a vocabulary and their ids, for look-ups without allocation.
///
/// A hash table with open addressing, at most half full. Never changes once it is made, and is shared by all workers,
/// hence `@unchecked Sendable`. Bounds: `slots` has `mask + 1` entries; `starts` has one more than there are tokens,
/// its values ascend to the number of bytes of `blob`, and every index in `slots` is below the number of tokens.
final class TokenVocabulary: @unchecked Sendable {
  private struct Slot {
    var tag: UInt32
    /// Index of the token, or -1.
    var index: Int32
  }

  let count: Int
  private let blob: UnsafeMutablePointer<UInt8>
  private let starts: UnsafeMutablePointer<UInt32>
  private let ids: UnsafeMutablePointer<UInt32>
  private let slots: UnsafeMutablePointer<Slot>
  private let mask: Int

  /// Of two equal byte strings the last one counts. `bytes` is at most 4 GiB in all.
  init(_ tokens: [(bytes: ArraySlice<UInt8>, id: UInt32)]) {
    count = tokens.count
    blob = .allocate(capacity: tokens.reduce(1) { $0 + $1.bytes.count })
    starts = .allocate(capacity: tokens.count + 1)
    ids = .allocate(capacity: max(tokens.count, 1))
    var capacity = 16
    while capacity < 2 * tokens.count { capacity *= 2 }
    mask = capacity - 1
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Slot(tag: 0, index: -1), count: capacity)
    var end = 0
    starts[0] = 0
    for (i, token) in tokens.enumerated() {
      for byte in token.bytes {
        blob[end] = byte
        end += 1
      }
      starts[i + 1] = UInt32(end)
      ids[i] = token.id
      insert(i, token.bytes.count)
    }
  }

  deinit {
    blob.deallocate()
    starts.deallocate()
    ids.deallocate()
    slots.deallocate()
  }

  private func insert(_ index: Int, _ length: Int) {
    let bytes = UnsafePointer(blob + Int(starts[index]))
    let hash = TokenBytes.hash(bytes, length)
    var slot = Int(truncatingIfNeeded: hash) & mask
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while slots[slot].index >= 0, !(slots[slot].tag == tag && isToken(Int(slots[slot].index), bytes, length)) {
      slot = (slot + 1) & mask
    }
    slots[slot] = Slot(tag: tag, index: Int32(index))
  }

  /// The id of a byte string, or nil. Bounds: `bytes` has `length` readable bytes.
  @inline(__always)
  func id(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32? {
    let hash = TokenBytes.hash(bytes, length)
    var slot = Int(truncatingIfNeeded: hash) & mask
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while true {
      let entry = slots[slot]
      if entry.index < 0 { return nil }
      if entry.tag == tag, isToken(Int(entry.index), bytes, length) { return ids[Int(entry.index)] }
      slot = (slot + 1) & mask
    }
  }

  func id(_ bytes: [UInt8]) -> UInt32? {
    bytes.withUnsafeBufferPointer { buffer in buffer.baseAddress.flatMap { id($0, buffer.count) } }
  }

  @inline(__always)
  private func isToken(_ index: Int, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let start = Int(starts[index])
    guard Int(starts[index + 1]) - start == length else { return false }
    return TokenBytes.areEqual(blob + start, bytes, length)
  }
}

/// Short byte strings as words. Bounds: pointers have `count` readable bytes, and no more are read.
enum TokenBytes {
  /// Up to 8 bytes as a word that tells strings of one length apart.
  @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    if count >= 4 {
      let low = raw.loadUnaligned(as: UInt32.self)
      return UInt64(low) | UInt64((raw + (count - 4)).loadUnaligned(as: UInt32.self)) << 32
    }
    if count >= 2 {
      let low = raw.loadUnaligned(as: UInt16.self)
      return UInt64(low) | UInt64((raw + (count - 2)).loadUnaligned(as: UInt16.self)) << 16
    }
    return count == 1 ? UInt64(bytes[0]) : 0
  }

  @inline(__always)
  static func long(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  @inline(__always)
  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: b ^ 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  @inline(__always)
  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    if count <= 8 { return mix(word(bytes, count), UInt64(count)) }
    return longHash(bytes, count)
  }

  private static func longHash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var hash = UInt64(count)
    var at = 0
    while at + 8 < count {
      hash = mix(hash, long(bytes + at))
      at += 8
    }
    return mix(hash, long(bytes + (count - 8)))
  }

  @inline(__always)
  static func areEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count <= 8 { return word(a, count) == word(b, count) }
    var at = 0
    while at + 8 < count {
      if long(a + at) != long(b + at) { return false }
      at += 8
    }
    return long(a + (count - 8)) == long(b + (count - 8))
  }
}
