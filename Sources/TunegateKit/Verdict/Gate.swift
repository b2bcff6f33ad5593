/// Whether fine-tuning may proceed: open when every limit holds.
public struct Gate: Sendable, Equatable {
  public var limits: [GateLimit]
  public var isOpen: Bool { limits.allSatisfy(\.passed) }

  public init(limits: [GateLimit]) { self.limits = limits }
}

/// One limit and the value that was held against it.
public struct GateLimit: Sendable, Equatable {
  /// `max-noise`, `min-examples`, `malformed-json share`, …
  public var name: String
  public var limit: Double
  public var value: Double
  /// True when the value is within the limit.
  public var passed: Bool

  public init(name: String, limit: Double, value: Double, passed: Bool) {
    self.name = name
    self.limit = limit
    self.value = value
    self.passed = passed
  }
}
