import Testing

@testable import TunegateKit

@Suite struct PayloadTests {
  private static func payload(_ i: Int) -> [UInt8] {
    (0..<100 + i % 90).map { UInt8(truncatingIfNeeded: ($0 &* 31) ^ (i &* 2_654_435_761 >> 7)) }
  }

  /// The payload at an offset, as kernels read it.
  private static func read(_ store: PayloadStore, _ offset: UInt32, count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: store.pointer(offset), count: count))
  }

  @Test("Payloads are the same in memory and in the file, while more come and after all")
  func spills() {
    let store = PayloadStore()
    var offsets: [UInt32] = []
    for i in 0..<200_000 {
      let payload = Self.payload(i)
      offsets.append(store.append(payload, 0..<payload.count))
      // Down to two chunks, then to none but the last.
      if i == 90_000 { store.keep(atMost: 8 << 20) }
      if i > 150_000, i % 10_000 == 0 { store.keep(atMost: 0) }
    }
    #expect(store.failure == nil)
    #expect(store.spilledBytes >= 16 << 20)
    for round in 0..<2 {
      if round == 1 { store.letGo() }
      for i in stride(from: 0, to: offsets.count, by: 61) {
        let expected = Self.payload(i)
        #expect(Self.read(store, offsets[i], count: expected.count) == expected)
      }
    }
  }

  @Test("What is below the limit stays in memory")
  func stays() {
    let store = PayloadStore()
    for i in 0..<10_000 {
      let payload = Self.payload(i)
      _ = store.append(payload, 0..<payload.count)
      store.keep(atMost: 64 << 20)
    }
    #expect(store.spilledBytes == 0)
  }
}
