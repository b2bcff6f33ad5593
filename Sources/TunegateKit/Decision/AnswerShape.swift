/// What an answer is written in, as far as its text alone tells: a JSON value, a query, a call, code.
struct AnswerShape {
  /// How surely it is each, in 0…1.
  var json: Float = 0
  var sql: Float = 0
  var xml: Float = 0
  var call: Float = 0
  var expression: Float = 0
  var shell: Float = 0
  /// Kinds of signs of program code, of eight.
  var codeSigns = 0
  /// Pairs of a key and a value, `name[…]`, `name = …`, `name: …`.
  var pairs = 0
  /// Holds a piece of structure: a call, braces, brackets behind a word.
  var isEmbedded = false
  /// The answer is a letter or a number that chooses an option.
  var isOptionKey = false

  var parsed: Float { max(json, sql, xml, call, expression, shell) }

  private static let most = 2_000

  /// - Parameters:
  ///   - text: The answer, UTF-8.
  ///   - tokens: Its tokens.
  init(_ text: [UInt8], _ tokens: [RouteTokens.Token]) {
    let body = AnswerShape.trimmed(text[...])
    guard !body.isEmpty else { return }
    json = JSONGlance.sureness(body)
    sql = AnswerShape.isQuery(tokens) ? 1 : 0
    if body.first == 0x3C { xml = AnswerShape.isElement(body) ? 1 : 0 }
    call = AnswerShape.isCall(body) ? 1 : 0
    expression = AnswerShape.isExpression(body) ? 1 : 0
    shell = AnswerShape.isCommand(body, tokens) ? 1 : 0
    codeSigns = CodeSigns.count(text[...])
    pairs = AnswerShape.countPairs(body.prefix(600))
    isEmbedded = AnswerShape.holdsStructure(body.prefix(AnswerShape.most))
    isOptionKey = AnswerShape.isOption(body)
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }
  static func isWordByte(_ byte: UInt8) -> Bool {
    RouteTokens.isASCIILetter(byte) || byte &- 0x30 < 10 || byte == 0x5F || byte >= 0x80
  }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first, isSpace(first) { text = text.dropFirst() }
    while let last = text.last, isSpace(last) { text = text.dropLast() }
    return text
  }

  // MARK: - Languages

  private static let queryStarts = Set(
    ["select", "insert", "update", "delete", "create", "with"].map { RouteTokens.hash($0) })
  private static let queryWords = Set(["from", "into", "set", "values", "select"].map { RouteTokens.hash($0) })
  private static let answerLabel = RouteTokens.hash("a")

  private static func isQuery(_ tokens: [RouteTokens.Token]) -> Bool {
    var first = 0
    // "A: SELECT …"
    if tokens.count > 2, tokens[0].hash == answerLabel, tokens[1].hash == RouteTokens.hash(":") { first = 2 }
    guard first < tokens.count, queryStarts.contains(tokens[first].hash) else { return false }
    return tokens[first...].dropFirst().prefix(200).contains { queryWords.contains($0.hash) }
      || queryWords.contains(tokens[first].hash) && tokens.count > first + 3
  }

  private static func isElement(_ body: ArraySlice<UInt8>) -> Bool {
    guard body.last == 0x3E, body.count > 3 else { return false }
    var end = body.startIndex + 1
    while end < body.endIndex, isWordByte(body[end]) || body[end] == 0x3A || body[end] == 0x2D || body[end] == 0x2E {
      end += 1
    }
    let name = body[body.startIndex + 1..<end]
    guard let first = name.first, RouteTokens.isASCIILetter(first) || first == 0x5F else { return false }
    let tail = body.suffix(name.count + 3)
    return tail.dropFirst(2).dropLast().elementsEqual(name) && tail.starts(with: [0x3C, 0x2F])
      || body.suffix(2).elementsEqual([0x2F, 0x3E])
  }

  /// `name(…)`, perhaps assigned to a name.
  private static func isCall(_ body: ArraySlice<UInt8>) -> Bool {
    var body = body
    if body.last == 0x3B { body = trimmed(body.dropLast()) }
    guard body.last == 0x29 else { return false }
    func name(_ at: inout Int) -> Bool {
      guard at < body.endIndex, RouteTokens.isASCIILetter(body[at]) || body[at] == 0x5F else { return false }
      while at < body.endIndex, isWordByte(body[at]) || body[at] == 0x2E { at += 1 }
      while at < body.endIndex, isSpace(body[at]) { at += 1 }
      return at < body.endIndex
    }
    var at = body.startIndex
    guard name(&at) else { return false }
    if body[at] == 0x3D {
      at += 1
      while at < body.endIndex, isSpace(body[at]) { at += 1 }
      guard name(&at) else { return false }
    }
    return body[at] == 0x28
  }

  /// `(name …)` with as many closing as opening parentheses, two at least.
  private static func isExpression(_ body: ArraySlice<UInt8>) -> Bool {
    guard body.first == 0x28, body.last == 0x29, body.count > 4 else { return false }
    let second = body[body.startIndex + 1]
    let opening = body.count { $0 == 0x28 }
    return !isSpace(second) && second != 0x28 && second != 0x29 && opening >= 2
      && opening == body.count { $0 == 0x29 } && body.contains(0x20) && !body.prefix(20).contains(0x2C)
  }

  private static let commands = Set(
    """
    find ls grep awk sed cat echo cp mv rm tar chmod chown ps du df sort cut xargs rsync ssh mkdir touch head \
    tail diff wc git docker curl top for file ln history date cd set tr join comm column kill screen who ping \
    mount bash read source export which split uniq tee zcat pushd yes nl env crontab cal basename dirname printf \
    paste od rename gzip gunzip zip unzip true su stat pwd readlink seq shopt sleep ifconfig nohup pgrep pkill \
    pstree dig host hostname id finger jobs bind bg fg less more man mktemp tree uname uptime watch w
    """.split(separator: " ").map { RouteTokens.hash($0) })
  private static let sudo = RouteTokens.hash("sudo")

  /// A program's name, and further on an option, a pipe, a redirection, a pattern, a path or a variable.
  private static func isCommand(_ body: ArraySlice<UInt8>, _ tokens: [RouteTokens.Token]) -> Bool {
    guard body.count < 400, let first = tokens.first, !first.isCapital else { return false }
    let name = first.hash == sudo && tokens.count > 1 ? tokens[1] : first
    guard commands.contains(name.hash) else { return false }
    var previous: UInt8 = 0
    var beforeThat: UInt8 = 0
    for byte in body.dropFirst(Int(name.end)) {
      if byte == 0x7C || byte == 0x3E || byte == 0x2A || byte == 0x2F || byte == 0x24 { return true }
      if previous == 0x2D, isWordByte(byte), isSpace(beforeThat) || beforeThat == 0x2D { return true }
      (beforeThat, previous) = (previous, byte)
    }
    return false
  }

  // MARK: - Pieces

  /// Keys at the start, or behind a comma, a semicolon or a line's end, that have a value.
  private static func countPairs(_ body: ArraySlice<UInt8>) -> Int {
    var (count, at, mayBegin) = (0, body.startIndex, true)
    while at < body.endIndex {
      let byte = body[at]
      guard mayBegin, RouteTokens.isASCIILetter(byte) || byte == 0x5F else {
        mayBegin = byte == 0x2C || byte == 0x3B || byte == 0x0A || mayBegin && isSpace(byte)
        at += 1
        continue
      }
      var end = at
      while end < body.endIndex, end - at <= 31, isWordByte(body[end]) || [0x20, 0x2E, 0x2F, 0x2D].contains(body[end]) {
        end += 1
      }
      if end < body.endIndex, body[end] == 0x5B || body[end] == 0x3D || body[end] == 0x3A,
        body[body.index(after: end)...].prefix(3).contains(where: { !isSpace($0) })
      {
        count += 1
      }
      at = max(end, at + 1)
      mayBegin = false
    }
    return count
  }

  private static func holdsStructure(_ body: ArraySlice<UInt8>) -> Bool {
    var isOpen: (round: Bool, curly: Bool, square: Bool) = (false, false, false)
    var previous: UInt8 = 0
    for (i, byte) in zip(body.indices, body) {
      switch byte {
      case 0x28: isOpen.round = isWordByte(previous)
      case 0x29: if isOpen.round { return true }
      case 0x7B: isOpen.curly = true
      case 0x7D: if isOpen.curly, previous != 0x7B { return true }
      case 0x5B: isOpen.square = isWordByte(previous)
      case 0x5D:
        if isOpen.square { return true }
        if i + 1 < body.endIndex, body[i + 1] == 0x28 { return true }
      case 0x2F: if previous == 0x3C, body[..<i].dropLast().contains(0x3E) { return true }
      default: break
      }
      previous = byte
    }
    return false
  }

  /// A letter from A to P or a digit, alone, or with the option's text behind a mark.
  static func isOption(_ body: ArraySlice<UInt8>) -> Bool {
    var text = body
    let prefixes = ["the ", "correct ", "final ", "answer", "option", " is", ":", " "]
    while let first = text.first, !isWordByte(first) { text = text.dropFirst() }
    for prefix in prefixes {
      let bytes = Array(prefix.utf8)
      if text.count > bytes.count, zip(text, bytes).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
        text = text.dropFirst(bytes.count)
      }
    }
    while let first = text.first, !isWordByte(first) { text = text.dropFirst() }
    guard let key = text.first, (key | 0x20) &- 0x61 < 16 || key &- 0x31 < 9 else { return false }
    let rest = text.dropFirst()
    guard let next = rest.first else { return true }
    if isWordByte(next) { return false }
    return next == 0x29 || next == 0x2E || next == 0x3A || !rest.contains(where: isWordByte)
  }
}

/// The longest run of options, `A) … B) …` or `1. … 2. …`, that a prompt lists.
enum OptionList {
  private static let sample = 200

  /// Whether most answers are the key of an option that their own prompt lists: `B` stands for something else in each
  /// example then, so that it is no label.
  static func isChosen(_ members: [ExampleSample.Member]) -> Bool {
    let some = members.prefix(sample)
    let choices = some.count { member in
      AnswerShape.isOption(AnswerShape.trimmed(member.answer[...])) && longest(member.prompt) >= 3
    }
    return choices * 2 > some.count
  }

  static func longest(_ text: [UInt8]) -> Int {
    var (best, letters, digits) = (0, 0, 0)
    var i = 0
    while i + 2 < text.count {
      defer { i += 1 }
      guard i == 0 || AnswerShape.isSpace(text[i - 1]) || text[i - 1] == 0x28 || text[i - 1] == 0x5B else { continue }
      let mark = text[i + 1]
      guard mark == 0x29 || mark == 0x2E || mark == 0x3A || mark == 0x5D, AnswerShape.isSpace(text[i + 2]) else {
        continue
      }
      if (text[i] | 0x20) &- 0x61 < 10 {
        let position = Int((text[i] | 0x20) - 0x61)
        letters = position == letters ? letters + 1 : position == 0 ? 1 : letters
      } else if text[i] &- 0x31 < 9 {
        let position = Int(text[i] - 0x31)
        digits = position == digits ? digits + 1 : position == 0 ? 1 : digits
      }
      best = max(best, letters, digits)
    }
    return best
  }
}

/// Signs of program code, each counted once.
enum CodeSigns {
  private static let keywords: [[UInt8]] = [
    "def", "class", "function", "public", "private", "static", "import", "#include", "const", "let", "var", "return",
    "for", "while", "if", "else", "elif", "try", "print",
  ].map { Array($0.utf8) }

  static func count(_ text: ArraySlice<UInt8>) -> Int {
    var signs: UInt8 = 0
    for line in text.split(separator: 0x0A) {
      let body = AnswerShape.trimmed(line)
      guard let first = body.first, let last = body.last else { continue }
      if last == 0x3B { signs |= 1 << 0 }
      if last == 0x7B || last == 0x7D { signs |= 1 << 1 }
      if line.starts(with: [0x20, 0x20]) || line.starts(with: [0x09, 0x09]) { signs |= 1 << 2 }
      if RouteTokens.isASCIILetter(first) || first == 0x23,
        keywords.contains(where: {
          body.starts(with: $0) && (body.dropFirst($0.count).first.map(AnswerShape.isWordByte) != true)
        })
      {
        signs |= 1 << 3
      }
    }
    var previous: UInt8 = 0
    var (isCall, isTag, isSet) = (false, false, false)
    for byte in text {
      switch (previous, byte) {
      case (0x3D, 0x3E), (0x2D, 0x3E), (0x3A, 0x3A), (0x3D, 0x3D), (0x21, 0x3D), (0x2B, 0x3D), (0x26, 0x26),
        (0x7C, 0x7C):
        signs |= 1 << 4
      default: break
      }
      if byte == 0x28, AnswerShape.isWordByte(previous) { isCall = true }
      if byte == 0x29, isCall { signs |= 1 << 5 }
      if previous == 0x3C, AnswerShape.isWordByte(byte) || byte == 0x2F { isTag = true }
      if byte == 0x3E, isTag { signs |= 1 << 6 }
      if previous == 0x3D, isSet, byte != 0x0A { signs |= 1 << 7 }
      if byte == 0x3D { isSet = isSet || AnswerShape.isWordByte(previous) || previous == 0x20 }
      previous = byte
    }
    return signs.nonzeroBitCount
  }
}

/// Whether a text is JSON, in one pass without a tape. It need not be strict: a rule is.
struct JSONGlance {
  private let text: ArraySlice<UInt8>
  private var at: Int
  private var holdsText = false
  private static let deepest = 64

  private init(_ text: ArraySlice<UInt8>) {
    self.text = text
    at = text.startIndex
  }

  /// 1 for an object, or a list with texts or objects; 0.3 for a list of numbers; 0.8 for what looks like an object
  /// with quoted keys; 0 else.
  static func sureness(_ text: ArraySlice<UInt8>) -> Float {
    guard let first = text.first, let last = text.last, text.count >= 2 else { return 0 }
    guard first == 0x7B || first == 0x5B, last == 0x7D || last == 0x5D else { return 0 }
    var glance = JSONGlance(text)
    if glance.value(0), glance.at == text.endIndex {
      return first == 0x7B || glance.holdsText || text.count == 2 ? 1 : 0.3
    }
    guard first == 0x7B else { return 0 }
    let inside = AnswerShape.trimmed(text.dropFirst())
    guard let quote = inside.first, quote == 0x22 || quote == 0x27 else { return 0 }
    guard let end = inside.dropFirst().firstIndex(of: quote) else { return 0 }
    return AnswerShape.trimmed(inside[(end + 1)...]).first == 0x3A ? 0.8 : 0
  }

  private mutating func skipSpace() { while at < text.endIndex, AnswerShape.isSpace(text[at]) { at += 1 } }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard at < text.endIndex, text[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func value(_ depth: Int) -> Bool {
    skipSpace()
    guard at < text.endIndex, depth < JSONGlance.deepest else { return false }
    switch text[at] {
    case 0x7B:
      holdsText = true
      return list(0x7B, 0x7D, depth)
    case 0x5B: return list(0x5B, 0x5D, depth)
    case 0x22:
      holdsText = true
      return string()
    default:
      let start = at
      while at < text.endIndex, AnswerShape.isWordByte(text[at]) || [0x2B, 0x2D, 0x2E].contains(text[at]) { at += 1 }
      return at > start
    }
  }

  private mutating func list(_ open: UInt8, _ close: UInt8, _ depth: Int) -> Bool {
    at += 1
    if take(close) { return true }
    repeat {
      if open == 0x7B {
        skipSpace()
        guard string(), take(0x3A) else { return false }
      }
      guard value(depth + 1) else { return false }
    } while take(0x2C)
    return take(close)
  }

  private mutating func string() -> Bool {
    guard at < text.endIndex, text[at] == 0x22 else { return false }
    at += 1
    while at < text.endIndex {
      if text[at] == 0x22 {
        at += 1
        return true
      }
      at += text[at] == 0x5C ? 2 : 1
    }
    return false
  }
}

/// An answer's form without its words: `{"w": "w", "w": 0}`.
enum AnswerSkeleton {
  private static let mostBytes = 400
  private static let mostSymbols = 120

  /// Equal for answers of one form.
  static func hash(_ text: [UInt8]) -> UInt64 {
    var symbols: [UInt8] = []
    var at = 0
    let text = text.prefix(mostBytes)
    while at < text.count {
      let byte = text[at]
      if byte == 0x22, let end = text[(at + 1)...].firstIndex(where: { $0 == 0x22 || $0 == 0x0A }), text[end] == 0x22 {
        symbols += [0x22, 0x77, 0x22]
        at = end + 1
      } else if byte &- 0x30 < 10 {
        while at < text.count, text[at] &- 0x30 < 10 || text[at] == 0x2E || text[at] == 0x2C { at += 1 }
        symbols.append(0x30)
      } else if RouteTokens.isASCIILetter(byte) || byte >= 0x80 {
        while at < text.count, RouteTokens.isASCIILetter(text[at]) || text[at] >= 0x80 || text[at] == 0x27 { at += 1 }
        word(&symbols)
      } else if AnswerShape.isSpace(byte) {
        if symbols.last != 0x20 { symbols.append(0x20) }
        at += 1
      } else {
        symbols.append(byte)
        at += 1
      }
    }
    return symbols.prefix(mostSymbols).reduce(0) { Fingerprint.mix($0, UInt64($1)) }
  }

  /// Words in a row, with spaces, commas and stops between, are one `+`.
  private static func word(_ symbols: inout [UInt8]) {
    var back = symbols.count
    while back > 0, symbols[back - 1] == 0x20 || symbols[back - 1] == 0x2C || symbols[back - 1] == 0x2E { back -= 1 }
    if back > 0, symbols[back - 1] == 0x77 || symbols[back - 1] == 0x2B {
      symbols.removeSubrange((back - 1)...)
      symbols.append(0x2B)
    } else {
      symbols.append(0x77)
    }
  }
}
