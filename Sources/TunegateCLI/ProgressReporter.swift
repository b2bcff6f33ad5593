import Synchronization
import TunegateKit

/// The progress line, which the pipeline's parent task updates.
final class ProgressReporter: Sendable {
  private let line: Mutex<ProgressLine>

  init(isShown: Bool) { line = Mutex(ProgressLine(isShown: isShown, totalBytes: nil)) }

  func update(_ examples: Int, _ bytes: Int) { line.withLock { $0.update(examples: examples, bytes: bytes) } }

  func finish() { line.withLock { $0.finish() } }
}
