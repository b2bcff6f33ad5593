/// The numbers that rows have in the whole set, whichever state holds them: the place of the source among all sources
/// times 2³², plus the row's place among the rows of the source. They ascend as the rows of a single run do.
struct RowNumbers {
  private let readings: [ShufflePlan.Part.Reading]
  /// The first row of each reading, where the readings lie one behind the other; then the count of all rows.
  private var starts = [0]
  /// Indices in `readings`.
  private var places: [Int: Int] = [:]

  /// - Parameter readings: In order of their sources.
  init(_ readings: [ShufflePlan.Part.Reading]) {
    self.readings = readings
    for (i, reading) in readings.enumerated() {
      starts.append(starts[i] + reading.rows)
      places[reading.source] = i
    }
  }

  var count: Int { starts[starts.count - 1] }

  /// Calls `body` for every row, in order, with its number.
  func each(_ body: (_ row: Int, _ number: UInt64) throws -> Void) rethrows {
    for (reading, start) in zip(readings, starts) {
      for row in 0..<reading.rows { try body(start + row, UInt64(reading.source) << 32 | UInt64(row)) }
    }
  }

  /// The row with a number; nil when it is none of these.
  func row(of number: UInt64) -> Int? {
    guard let place = places[Int(number >> 32)] else { return nil }
    let row = Int(number & 0xFFFF_FFFF)
    return row < readings[place].rows ? starts[place] + row : nil
  }

  static func text(_ number: UInt64) -> String { "row \(number & 0xFFFF_FFFF) of source \(number >> 32)" }
}
