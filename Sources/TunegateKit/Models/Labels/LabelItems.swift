/// A task's examples, joined by prompt and label: what the models learn from, each item once.
struct LabelItems: Sendable {
  /// Rows of `LabelFeatures` that have a label of the task, in order.
  private(set) var rows: [Int32] = []
  /// Where each row's items start; one more than there are rows.
  private(set) var starts: [Int] = [0]
  /// Label of each item.
  private(set) var labels: [Int32] = []
  /// Examples of each item.
  private(set) var counts: [Int32] = []
  /// The item of each example, or -1.
  private(set) var itemOf: [Int32]
  /// Index in `rows` of each item.
  private(set) var rowOf: [Int32] = []

  var count: Int { labels.count }

  /// - Parameter mostRows: Rows from here on are left out: in an order of the examples that is random, the others stand
  ///   for them.
  init(_ task: LabelTask, _ features: LabelFeatures, mostRows: Int = .max) {
    let classes = task.names.count
    itemOf = [Int32](repeating: -1, count: task.given.count)
    var keys: [(key: Int, example: Int)] = []
    keys.reserveCapacity(task.count)
    for (i, label) in task.given.enumerated() where label >= 0 {
      keys.append((Int(features.rowOf[i]) * classes + Int(label), i))
    }
    keys.sort { $0 < $1 }
    var latest = -1
    for (key, example) in keys {
      if key != latest {
        let row = Int32(key / classes)
        if rows.last != row {
          guard rows.count < mostRows else { break }
          if !rows.isEmpty { starts.append(labels.count) }
          rows.append(row)
        }
        labels.append(Int32(key % classes))
        counts.append(0)
        rowOf.append(Int32(rows.count - 1))
        latest = key
      }
      counts[labels.count - 1] += 1
      itemOf[example] = Int32(labels.count - 1)
    }
    starts.append(labels.count)
    if rows.isEmpty { starts = [0] }
  }

  /// The items of a row, counted from 0 in `rows`.
  func items(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
}
