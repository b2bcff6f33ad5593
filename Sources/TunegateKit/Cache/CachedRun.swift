/// What a run told: enough to tell it again.
public struct CachedRun: Sendable, Equatable {
  /// A report as it was written.
  public struct Output: Sendable, Equatable {
    public var request: ReportRequest
    public var bytes: [UInt8]

    public init(request: ReportRequest, bytes: [UInt8]) { (self.request, self.bytes) = (request, bytes) }
  }

  /// 0 or 1: what gave no judgement is not kept.
  public var exitCode: Int32
  public var warnings: [String]
  public var outputs: [Output]

  public init(exitCode: Int32, warnings: [String], outputs: [Output]) {
    (self.exitCode, self.warnings, self.outputs) = (exitCode, warnings, outputs)
  }

  private static let mark = "tunegate run 1"

  var packed: [UInt8] {
    var packed = PackedBytes()
    packed.add(Self.mark)
    packed.add(Int(exitCode))
    packed.add(warnings.count)
    for warning in warnings { packed.add(warning) }
    packed.add(outputs.count)
    for output in outputs {
      packed.add(output.request.kind.rawValue)
      packed.add(output.request.file ?? "-")
      packed.add(output.bytes)
    }
    return packed.bytes + PackedBytes.sum(packed.bytes)
  }

  /// Nil for bytes that are damaged or of another version.
  init?(packed bytes: [UInt8]) {
    guard let body = PackedBytes.checked(bytes) else { return nil }
    var reader = PackedReader(body)
    guard reader.string() == Self.mark, let code = reader.number(), let count = reader.number() else { return nil }
    self.init(exitCode: Int32(truncatingIfNeeded: code), warnings: [], outputs: [])
    for _ in 0..<max(0, count) {
      guard let warning = reader.string() else { return nil }
      warnings.append(warning)
    }
    guard let outputs = reader.number() else { return nil }
    for _ in 0..<max(0, outputs) {
      guard let kind = reader.string().flatMap({ ReportKind(rawValue: $0) }), let file = reader.string(),
        let bytes = reader.text()
      else { return nil }
      self.outputs.append(
        Output(request: ReportRequest(kind: kind, file: file == "-" ? nil : file), bytes: Array(bytes)))
    }
    guard reader.isAtEnd else { return nil }
  }
}

extension PackedBytes {
  /// Sixteen bytes that tell whether others are whole.
  static func sum(_ bytes: [UInt8]) -> [UInt8] {
    let digest = FileDigest(of: bytes)
    var packed = PackedBytes()
    packed.add(digest.high)
    packed.add(digest.low)
    return packed.bytes
  }

  /// Bytes without their sum; nil when it is another one.
  static func checked(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 16 else { return nil }
    let body = Array(bytes.dropLast(16))
    return sum(body) == Array(bytes.suffix(16)) ? body : nil
  }
}
