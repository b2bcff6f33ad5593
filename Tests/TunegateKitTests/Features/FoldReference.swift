import CKernels
import Foundation

/// A slow `tg_fold` from the properties that the standard library and Foundation know, without the kernel's table.
struct FoldReference {
  var folded = ""
  /// Runs of digits in `folded`, with the `.` and `,` inside them.
  var numbers: [String] = []
  var codePoints = 0
  var letters = 0
  var upper = 0
  var digits = 0
  var spaces = 0
  var nonASCII = 0
  var words = 0

  init(_ text: [Unicode.Scalar]) {
    for scalar in text { count(scalar) }
    fold(text.flatMap(Self.expand).filter { Self.action($0) != .drop })
    countWords()
    findNumbers()
  }

  /// Whether the kernel's tables know the scalar: later standards assign more.
  static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return false }
    return age.major <= Int(TG_FOLD_UNICODE_MAJOR) && scalar.properties.generalCategory != .privateUse
  }
}

// MARK: - One scalar

extension FoldReference {
  enum Action {
    case letter, numeral, solo, mark, symbol, point, gap, drop
  }

  /// Compatibility decomposition and full case folding until nothing changes, then decimal digits as ASCII.
  static func expand(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII { return caseFolded(scalar) }
    var text = [scalar]
    while true {
      let next = decomposed(decomposed(text).flatMap(caseFolded))
      if next == text { break }
      text = next
    }
    return text.map { scalar in
      guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
        return scalar
      }
      return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
    }
  }

  private static func decomposed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var string = String.UnicodeScalarView()
    string.append(contentsOf: text)
    return Array(String(string).decomposedStringWithCompatibilityMapping.unicodeScalars)
  }

  /// Case folding is the lower case of the upper case, but for Cherokee, which folds to its older capitals.
  private static func caseFolded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard scalar.properties.changesWhenCaseFolded else { return [scalar] }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    let upper = lower.flatMap { $0.properties.uppercaseMapping.unicodeScalars }
    if (0x13A0...0x13FD).contains(upper[0].value) { return upper }
    return upper.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
  }

  static func action(_ scalar: Unicode.Scalar) -> Action {
    if "+-*/=<>%$#&|^~@\\".unicodeScalars.contains(scalar) { return .symbol }
    if ".,:".unicodeScalars.contains(scalar) { return .point }
    if scalar.properties.isVariationSelector { return .drop }
    switch scalar.properties.generalCategory {
    case .currencySymbol: return .symbol
    case .format, .enclosingMark: return .drop
    case .nonspacingMark, .spacingMark: return .mark
    case .decimalNumber: return .numeral
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
      .otherNumber:
      return isSolo(scalar) ? .solo : .letter
    case .privateUse, .unassigned, .surrogate: return .letter
    default: return .gap
    }
  }

  /// Ideographs and kana, which are written without spaces.
  private static func isSolo(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C, 0x3041...0x3096, 0x309D...0x309F,
      0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x1AFF0...0x1B16F, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      true
    default: false
    }
  }
}

// MARK: - The text

extension FoldReference {
  private mutating func count(_ scalar: Unicode.Scalar) {
    codePoints += 1
    nonASCII += scalar.isASCII ? 0 : 1
    spaces += scalar.properties.isWhitespace ? 1 : 0
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter:
      upper += 1
      letters += 1
    case .lowercaseLetter, .modifierLetter, .otherLetter: letters += 1
    case .decimalNumber: digits += 1
    default: break
    }
  }

  private mutating func fold(_ items: [Unicode.Scalar]) {
    for (index, item) in items.enumerated() {
      let isInner =
        index > 0 && index + 1 < items.count && Self.action(items[index - 1]) == .numeral
        && Self.action(items[index + 1]) == .numeral
      let action = Self.action(item)
      if action == .gap || (action == .point && !isInner) {
        if !folded.isEmpty && folded.unicodeScalars.last != " " { folded.unicodeScalars.append(" ") }
      } else {
        folded.unicodeScalars.append(item)
      }
    }
    if folded.unicodeScalars.last == " " { folded.unicodeScalars.removeLast() }
  }

  private mutating func countWords() {
    var isInside = false
    for scalar in folded.unicodeScalars {
      switch Self.action(scalar) {
      case .letter, .numeral:
        words += isInside ? 0 : 1
        isInside = true
      case .mark: break
      case .solo:
        words += 1
        isInside = false
      default: isInside = false
      }
    }
  }

  private mutating func findNumbers() {
    var number = ""
    for scalar in folded.unicodeScalars {
      // What is left of points stands between digits.
      if Self.action(scalar) == .numeral || scalar == "." || scalar == "," {
        number.unicodeScalars.append(scalar)
      } else if !number.isEmpty {
        numbers.append(number)
        number = ""
      }
    }
    if !number.isEmpty { numbers.append(number) }
  }
}
