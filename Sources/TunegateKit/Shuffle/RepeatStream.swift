/// How a row repeats another, in a stream of repetitions.
enum RepeatKind: UInt32 {
  case exact = 0
  case normalized = 1
  case near = 2
}

extension Duplicates {
  /// What an engine found, in rows of the merged states.
  ///
  /// - Parameter path: A stream of repetitions, ascending by row.
  init(contentsOf path: String, plan: ShufflePlan) throws(ShuffleError) {
    self.init()
    let numbers = RowNumbers(plan.parts.flatMap(\.readings).sorted { $0.source < $1.source })
    let input = try ShuffleReader(path, .repeats, plan.digest)
    var record: [UInt64] = [0, 0, 0]
    var last: UInt64?
    while try input.read(into: &record) {
      guard last.map({ $0 < record[0] }) ?? true, record[1] < record[0],
        let row = numbers.row(of: record[0]), let of = numbers.row(of: record[1]),
        let kind = RepeatKind(rawValue: UInt32(truncatingIfNeeded: record[2]))
      else {
        throw ShuffleError(
          "\(input.path): is damaged or out of order at \(RowNumbers.text(record[0])), expected each row of these "
            + "states once, in ascending order")
      }
      last = record[0]
      let similarity = Float(bitPattern: UInt32(record[2] >> 32))
      let found = RepeatedRow(row: UInt32(row), of: UInt32(of), similarity: similarity)
      switch kind {
      case .exact: exact.append(found)
      case .normalized: normalized.append(found)
      case .near: near.append(found)
      }
    }
  }
}
