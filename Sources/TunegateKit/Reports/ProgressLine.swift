/// One line on standard error that says how far the run is: `12,480 examples  45 %  31 MB`.
///
/// It is a courtesy: it costs a clock reading a call, is never part of a report, and a failure to draw it is ignored.
public struct ProgressLine {
  /// At most ten redraws a second.
  static let interval = Duration.milliseconds(100)

  private let isShown: Bool
  private let totalBytes: Int?
  private let now: () -> ContinuousClock.Instant
  private let draw: (String) -> Void
  private var lastDrawn: ContinuousClock.Instant?

  /// - Parameters:
  ///   - isShown: see `isWanted`; when false every call does nothing.
  ///   - totalBytes: bytes on disk of all sources; nil when a stream's length is not known.
  public init(isShown: Bool, totalBytes: Int?) {
    self.init(
      isShown: isShown, totalBytes: totalBytes, now: { .now },
      draw: { text in _ = try? StandardStream.error.write(text) })
  }

  init(
    isShown: Bool, totalBytes: Int?, now: @escaping () -> ContinuousClock.Instant,
    draw: @escaping (String) -> Void
  ) {
    self.isShown = isShown
    self.totalBytes = totalBytes
    self.now = now
    self.draw = draw
  }

  /// Progress belongs on a terminal that a person watches: not in a log of `CI`, not under `PRE_COMMIT` (which runs
  /// hooks on a pseudo-terminal), not with `--no-progress` or `-q`.
  public static func isWanted(
    isTerminal: Bool, noProgress: Bool, quiet: Bool, environment: (String) -> String? = ProcessEnvironment.value
  ) -> Bool {
    guard isTerminal, !noProgress, !quiet, environment("TERM") != "dumb" else { return false }
    return ["CI", "PRE_COMMIT"].allSatisfy { (environment($0) ?? "").isEmpty }
  }

  /// Redraws when the last time is long enough ago.
  ///
  /// - Parameter bytes: bytes on disk read so far.
  public mutating func update(examples: Int, bytes: Int) {
    guard isShown else { return }
    let time = now()
    if let lastDrawn, time - lastDrawn < Self.interval { return }
    lastDrawn = time
    var text = "\(Numbers.grouped(examples)) examples  "
    if let totalBytes, totalBytes > 0 {
      text += "\(Int(100 * min(1, Double(bytes) / Double(totalBytes)))) %  "
    }
    draw("\r" + text + "\(Numbers.grouped(bytes / 1_000_000)) MB" + Self.clearToEnd)
  }

  /// Erases the line. Call before anything else is written to the terminal.
  public mutating func finish() {
    guard isShown, lastDrawn != nil else { return }
    lastDrawn = nil
    draw("\r" + Self.clearToEnd)
  }

  private static let clearToEnd = "\u{1B}[K"
}
