/// Tells code from prose, for rules on prose.
extension TextBytes {
  /// The parts between lines of three or more back quotes or tildes; an open one reaches to the end. The second value
  /// is true when one is open. Only what stands on lines of its own counts.
  func fences() -> (parts: [Range<Int>], isOpen: Bool) {
    var parts: [Range<Int>] = []
    var open: (start: Int, byte: UInt8, length: Int)?
    var line = 0
    while line < count {
      let end = next(0x0A, from: line) ?? count
      var at = line
      while at < end, self[at] == 0x20 || self[at] == 0x09 || self[at] == UInt8(ascii: ">") { at += 1 }
      let byte = self.at(at)
      if at < end, byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") {
        var length = 0
        while at + length < end, self[at + length] == byte { length += 1 }
        let rest = self[at + length..<end]
        let isBare = rest.allSatisfy { $0 <= 0x20 }
        if let fence = open {
          if length >= fence.length, byte == fence.byte, isBare {
            parts.append(fence.start..<end)
            open = nil
          }
        } else if length >= 3, !rest.contains(UInt8(ascii: "`")) {
          open = (line, byte, length)
        }
      }
      line = end + 1
    }
    if let open { parts.append(open.start..<count) }
    return (parts, open != nil)
  }

  /// True when `at` stands in a fence, between back quotes within its line, or on a line that is indented by four.
  func isInCode(_ at: Int) -> Bool {
    var start = at
    while start > 0, self[start - 1] != 0x0A { start -= 1 }
    var quotes = 0
    for i in start..<at where self[i] == UInt8(ascii: "`") { quotes += 1 }
    if quotes % 2 == 1, next(UInt8(ascii: "`"), from: at) != nil { return true }
    if stands("    ", at: start) || self.at(start) == 0x09 { return true }
    return fences().parts.contains { $0.contains(at) }
  }

  /// True when the byte before or behind is a quotation mark: the thing is spoken of.
  func isQuoted(_ range: Range<Int>) -> Bool {
    let quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")]
    if quotes.contains(at(range.lowerBound - 1)) || quotes.contains(at(range.upperBound)) { return true }
    // “ ” ‘ ’ and « »
    return stands("“", at: range.lowerBound - 3) || stands("‘", at: range.lowerBound - 3)
      || stands("«", at: range.lowerBound - 2) || stands("「", at: range.lowerBound - 3)
  }

  private static let beginnings: [StaticString] = [
    "def ", "import ", "from ", "#include", "function ", "const ", "let ", "var ", "return ", "public ", "private ",
    "class ", "SELECT ", "select ", "<?php", "echo ", "print", "console.", "using ", "package ", "fn ", "func ", "#!/",
    "$ ", ">>> ", "INSERT ", "UPDATE ", "CREATE ", "for (", "if (", "while (",
  ]

  /// True when the text is a program or holds one: a fence, a line that ends like a statement, begins like one, or has
  /// an operator that prose does not know.
  var looksLikeCode: Bool {
    var line = 0
    while line < count {
      let end = next(0x0A, from: line) ?? count
      if isCodeLine(line..<end) { return true }
      line = end + 1
    }
    return false
  }

  /// True when the text holds a fence or lines that end like statements: `=>` and `==` alone are no program.
  var looksLikeProgram: Bool {
    var line = 0
    while line < count {
      let end = next(0x0A, from: line) ?? count
      var last = end
      while last > line, self[last - 1] <= 0x20 { last -= 1 }
      if last > line, [UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}")].contains(self[last - 1]) {
        return true
      }
      if stands("```", at: line) || TextBytes.beginnings.contains(where: { stands($0, at: line) }) { return true }
      line = end + 1
    }
    return false
  }

  private func isCodeLine(_ line: Range<Int>) -> Bool {
    var (low, high) = (line.lowerBound, line.upperBound)
    while low < high, self[low] <= 0x20 { low += 1 }
    while high > low, self[high - 1] <= 0x20 { high -= 1 }
    guard high > low else { return false }
    if stands("```", at: low) { return true }
    let last = self[high - 1]
    if last == UInt8(ascii: ";") || last == UInt8(ascii: "{") || last == UInt8(ascii: "}") { return true }
    if TextBytes.beginnings.contains(where: { stands($0, at: low) }) { return true }
    for i in low..<high - 1 {
      let (a, b) = (self[i], self[i + 1])
      if a == UInt8(ascii: "="), b == a || b == UInt8(ascii: ">") { return true }
      if a == UInt8(ascii: "-"), b == UInt8(ascii: ">") { return true }
      if a == UInt8(ascii: "<"), b == UInt8(ascii: "/"), at(i + 2).isASCIILetter { return true }
      if a == UInt8(ascii: "("), b == UInt8(ascii: ")") { return true }
    }
    return false
  }
}
