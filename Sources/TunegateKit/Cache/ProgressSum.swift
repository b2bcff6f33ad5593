import Synchronization

/// The progress of several readings, side by side or one after the other, as that of one run.
final class ProgressSum: Sendable {
  private struct Totals {
    var examples = 0
    var bytes = 0
  }

  private let totals = Mutex(Totals())
  private let report: (@Sendable (_ examples: Int, _ bytes: Int) -> Void)?

  init(_ report: (@Sendable (_ examples: Int, _ bytes: Int) -> Void)?) { self.report = report }

  /// What another reading calls after each batch; nil when nobody asks.
  func another() -> (@Sendable (_ examples: Int, _ bytes: Int) -> Void)? {
    guard let report else { return nil }
    let own = Mutex(Totals())
    return { examples, bytes in
      let last = own.withLock { own in
        defer { own = Totals(examples: examples, bytes: bytes) }
        return own
      }
      self.totals.withLock { totals in
        totals.examples += examples - last.examples
        totals.bytes += bytes - last.bytes
        report(totals.examples, totals.bytes)
      }
    }
  }
}
