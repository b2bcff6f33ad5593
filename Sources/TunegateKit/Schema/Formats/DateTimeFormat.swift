/// `date`, `time` and `date-time`: the rules of the same names in RFC 3339, 5.6, with the limits of 5.7.
enum DateTimeFormat {
  static func isDateTime(_ text: Span<UInt8>) -> Bool {
    var at = 0
    return takeDate(text, &at) && text.takeLetter("t", &at) && takeTime(text, &at) && at == text.count
  }

  static func isDate(_ text: Span<UInt8>) -> Bool {
    var at = 0
    return takeDate(text, &at) && at == text.count
  }

  static func isTime(_ text: Span<UInt8>) -> Bool {
    var at = 0
    return takeTime(text, &at) && at == text.count
  }

  /// full-date = 4DIGIT "-" 2DIGIT "-" 2DIGIT, a day that the Gregorian calendar has.
  private static func takeDate(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard let century = text.takeTwoDigits(&at), let year = text.takeTwoDigits(&at), text.take("-", &at),
      let month = text.takeTwoDigits(&at), text.take("-", &at), let day = text.takeTwoDigits(&at)
    else { return false }
    return 1...12 ~= month && day >= 1 && day <= days(inMonth: month, of: century * 100 + year)
  }

  /// RFC 3339, 5.7 and appendix C.
  private static func days(inMonth month: Int, of year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    // April, June, September, November.
    return 0b1010_0101_0000 >> month & 1 == 1 ? 30 : 31
  }

  /// full-time = partial-time time-offset. Second 60 exists at 23:59 UTC alone (5.7); on which days is a matter of a
  /// table that grows, so that no day is refused.
  private static func takeTime(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
    guard let hour = text.takeTwoDigits(&at), text.take(":", &at), let minute = text.takeTwoDigits(&at),
      text.take(":", &at), let second = text.takeTwoDigits(&at), hour < 24, minute < 60, second <= 60
    else { return false }
    if text.take(".", &at), text.takeDigits(&at) == 0 { return false }
    guard let offset = takeOffset(text, &at) else { return false }
    let minutesOfDay = 24 * 60
    return second < 60 || (hour * 60 + minute - offset + minutesOfDay) % minutesOfDay == minutesOfDay - 1
  }

  /// time-offset = "Z" / ("+" / "-") 2DIGIT ":" 2DIGIT, in minutes.
  private static func takeOffset(_ text: Span<UInt8>, _ at: inout Int) -> Int? {
    if text.takeLetter("z", &at) { return 0 }
    let isNegative = text.take("-", &at)
    guard isNegative || text.take("+", &at), let hour = text.takeTwoDigits(&at), text.take(":", &at),
      let minute = text.takeTwoDigits(&at), hour < 24, minute < 60
    else { return nil }
    return isNegative ? -(hour * 60 + minute) : hour * 60 + minute
  }
}

/// `duration`: RFC 3339, appendix A. Letters are capitals, as in ISO 8601.
enum DurationFormat {
  static func isDuration(_ text: Span<UInt8>) -> Bool {
    var at = 0
    guard text.take("P", &at), at < text.count else { return false }
    if isWeeks(text, at) { return true }
    guard takeUnits("Y", "M", "D", text, &at) != nil else { return false }
    if text.take("T", &at), takeUnits("H", "M", "S", text, &at) ?? 0 == 0 { return false }
    return at == text.count
  }

  /// dur-week = 1*DIGIT "W", which stands alone.
  private static func isWeeks(_ text: Span<UInt8>, _ start: Int) -> Bool {
    var at = start
    return text.takeDigits(&at) > 0 && text.take("W", &at) && at == text.count
  }

  /// Takes numbers with these units, each at most once and in this order; a unit between two others cannot be left
  /// out. Says how many, or nil for a number without such a unit.
  private static func takeUnits(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar, _ text: Span<UInt8>, _ at: inout Int
  ) -> Int? {
    var taken = 0
    var last = 0
    while text.takeDigits(&at) > 0 {
      let unit = text.take(first, &at) ? 1 : text.take(second, &at) ? 2 : text.take(third, &at) ? 3 : 0
      guard unit > 0, taken == 0 || unit == last + 1 else { return nil }
      last = unit
      taken += 1
    }
    return taken
  }
}
