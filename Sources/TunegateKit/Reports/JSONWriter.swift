/// Writes JSON in the order in which it is told, so that equal calls give equal bytes.
///
/// The caller is trusted to alternate keys and values inside an object; strings may hold anything.
struct JSONWriter {
  /// How the members of an object or array are set out.
  enum Layout {
    /// No spaces at all: `{"a":1,"b":2}`.
    case compact
    /// One line with spaces: `{"a": 1, "b": 2}`.
    case line
    /// A line for each member, indented by two spaces a level.
    case lines
  }

  private(set) var bytes: [UInt8] = []
  private var layout: Layout
  private var depth = 0
  /// True when the next key or element is the first of its container.
  private var isFirst = true
  private var followsKey = false

  init(layout: Layout = .compact) {
    self.layout = layout
  }

  /// Takes over the storage of `bytes`, appends to it what `body` writes, and gives it back: no copy.
  static func append(to bytes: inout [UInt8], layout: Layout = .compact, _ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter(layout: layout)
    swap(&writer.bytes, &bytes)
    body(&writer)
    swap(&writer.bytes, &bytes)
  }

  mutating func object(_ layout: Layout? = nil, _ body: (inout JSONWriter) -> Void) {
    container(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), layout, body)
  }

  mutating func array(_ layout: Layout? = nil, _ body: (inout JSONWriter) -> Void) {
    container(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), layout, body)
  }

  mutating func key(_ name: String) {
    beginValue()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if layout != .compact { bytes.append(UInt8(ascii: " ")) }
    followsKey = true
  }

  mutating func value(_ text: String) {
    beginValue()
    quote(text)
  }

  mutating func value(_ number: Int) {
    beginValue()
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Rounded as `Numbers.rounded` says; `null` for NaN and infinities, which JSON has no numbers for.
  mutating func value(_ number: Double) {
    beginValue()
    bytes.append(contentsOf: (Numbers.shortest(number) ?? "null").utf8)
  }

  mutating func value(_ flag: Bool) {
    beginValue()
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  /// A value that an earlier `JSONWriter` wrote.
  mutating func value(encoded: [UInt8]) {
    beginValue()
    bytes.append(contentsOf: encoded)
  }

  mutating func member(_ name: String, _ text: String) {
    key(name)
    value(text)
  }

  mutating func member(_ name: String, _ number: Int) {
    key(name)
    value(number)
  }

  mutating func member(_ name: String, _ number: Double) {
    key(name)
    value(number)
  }

  mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    value(flag)
  }

  mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func container(
    open: UInt8, close: UInt8, _ inner: Layout?, _ body: (inout JSONWriter) -> Void
  ) {
    beginValue()
    let outer = layout
    // A container inside a one-line container stays on that line.
    if let inner, outer == .lines { layout = inner }
    bytes.append(open)
    isFirst = true
    depth += 1
    body(&self)
    depth -= 1
    if !isFirst, layout == .lines { breakLine() }
    bytes.append(close)
    isFirst = false
    layout = outer
  }

  private mutating func beginValue() {
    if followsKey {
      followsKey = false
      return
    }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    if depth > 0 {
      if layout == .lines { breakLine() } else if layout == .line, !isFirst { bytes.append(UInt8(ascii: " ")) }
    }
    isFirst = false
  }

  private mutating func breakLine() {
    newline()
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.append(contentsOf: #"\""#.utf8)
      case "\\": bytes.append(contentsOf: #"\\"#.utf8)
      case "\n": bytes.append(contentsOf: #"\n"#.utf8)
      case "\r": bytes.append(contentsOf: #"\r"#.utf8)
      case "\t": bytes.append(contentsOf: #"\t"#.utf8)
      case _ where Self.isHazardous(scalar): escape(scalar)
      default: bytes.append(contentsOf: scalar.utf8)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// RFC 8259 asks only for the escape of C0 controls. The others are escaped so that a report which is printed
  /// with `cat` or opened in an editor can neither drive the terminal nor reorder what it says.
  private static func isHazardous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  /// Every hazardous scalar lies below U+10000, so one `\uXXXX` is enough.
  private mutating func escape(_ scalar: Unicode.Scalar) {
    let hex = String(scalar.value, radix: 16)
    bytes.append(contentsOf: #"\u"#.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - hex.utf8.count))
    bytes.append(contentsOf: hex.utf8)
  }
}
