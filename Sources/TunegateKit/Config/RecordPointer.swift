/// Where in a record a rule looks: a JSON Pointer (RFC 6901) in which `*` stands for each element of an array and each
/// member of an object.
struct RecordPointer: Sendable, Hashable, CustomStringConvertible {
  enum Step: Sendable, Hashable {
    /// A key, decoded; with the index that it also names in an array, or -1.
    case key([UInt8], index: Int)
    case each
  }

  /// Steps of the longest pointer.
  static let mostSteps = 32

  let description: String
  let steps: [Step]

  /// Nil when the text does not begin with `/`, has an escape other than `~0` and `~1`, or too many steps.
  init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var steps: [Step] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if part.elementsEqual("*".utf8) {
        steps.append(.each)
        continue
      }
      guard let key = RecordPointer.decoded(part) else { return nil }
      steps.append(.key(key, index: RecordPointer.index(key)))
    }
    guard steps.count <= RecordPointer.mostSteps else { return nil }
    (self.steps, description) = (steps, text)
  }

  /// How many steps this pointer and another have in common at their beginning.
  func sharedSteps(with other: RecordPointer) -> Int { zip(steps, other.steps).prefix { $0 == $1 }.count }

  private static func decoded(_ part: Substring.UTF8View) -> [UInt8]? {
    var key: [UInt8] = []
    var rest = part[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        key.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "0"): key.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): key.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return key
  }

  /// Digits without a leading zero.
  private static func index(_ key: [UInt8]) -> Int {
    guard !key.isEmpty, key.count < 10, key.allSatisfy({ (0x30...0x39).contains($0) }) else { return -1 }
    guard key.count == 1 || key[0] != 0x30 else { return -1 }
    return key.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
