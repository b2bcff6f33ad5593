import Foundation
import Testing

@testable import TunegateKit

@Suite("Byte arena")
struct ByteArenaTests {
  @Test("Growing keeps the text and leaves zeros behind it")
  func growth() {
    let arena = ByteArena(capacity: 4)
    for byte in 1...200 { arena.append(UInt8(byte)) }
    #expect((0..<200).map { arena[$0] } == Array(1...200))
    #expect(arena.capacity >= 200)
    // Bounds: `slack` bytes are readable behind the capacity.
    #expect((0..<ByteArena.slack).allSatisfy { arena.bytes[arena.capacity + $0] == 0 })
  }

  @Test("Room that is reserved for the worst case and never written takes no memory")
  func untouched() {
    let before = mostMemory()
    let arena = ByteArena()
    arena.append(7)
    arena.reserve(1 << 30)
    #expect(arena.capacity > 1 << 30 && arena[0] == 7)
    // Other tests run meanwhile, but none of them takes 700 MB.
    #expect(mostMemory() - before < 700 << 20)
  }

  /// The most bytes that the process has held so far.
  private func mostMemory() -> Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
