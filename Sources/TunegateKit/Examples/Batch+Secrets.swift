import CKernels

/// A secret or personal datum in a turn.
struct Sighting: Sendable, Equatable {
  /// Index in `Batch.rows`.
  var row: Int
  /// Index in `Batch.turns`.
  var turn: Int
  /// The range is one of the turn's text.
  var hit: SecretHit
}

/// What `secret` and `personal-data` read: one scan over the texts of all turns.
extension Batch {
  /// What the turns of all rows hold, in order.
  ///
  /// Bounds: turns lie within the arena.
  func findSightings(_ scanner: inout SecretScanner) -> [Sighting] {
    let arena = UnsafeBufferPointer(start: text.bytes, count: text.count)
    var order = Array(turns.indices)
    let isAscending = zip(turns, turns.dropFirst()).allSatisfy { $0.textStart <= $1.textStart }
    if !isAscending { order.sort { (turns[$0].textStart, $0) < (turns[$1].textStart, $1) } }
    var found: [(turn: Int, hit: SecretHit)] = []
    var hits: [SecretHit] = []
    var next = 0
    scanner.forEachPlace(in: arena.span) { place in
      // The first turn that ends behind the place; a place may begin before that of the one in front of it.
      while next > 0, turns[order[next - 1]].textEnd > Int(place.at) { next -= 1 }
      while next < order.count, turns[order[next]].textEnd <= Int(place.at) { next += 1 }
      for i in order[next...] {
        let turn = turns[i]
        guard Int(turn.textStart) < max(Int(place.at) + 1, Int(place.end)) else { break }
        let part = UnsafeBufferPointer(rebasing: arena[Int(turn.textStart)..<turn.textEnd])
        SecretScanner.read(place, in: part.span, from: Int(turn.textStart), into: &hits)
        if !hits.isEmpty { found += hits.map { (i, $0) } }
        hits.removeAll(keepingCapacity: true)
      }
    }
    return found.isEmpty ? [] : sightings(found)
  }

  private func sightings(_ found: [(turn: Int, hit: SecretHit)]) -> [Sighting] {
    var byTurn: [Int: [SecretHit]] = [:]
    for (turn, hit) in found { byTurn[turn, default: []].append(hit) }
    return byTurn.sorted { $0.key < $1.key }.flatMap { turn, hits in
      guard let row = row(ofTurn: turn) else { return [Sighting]() }
      return SecretScanner.resolved(hits).map { Sighting(row: row, turn: turn, hit: $0) }
    }
  }

  /// The row that a turn belongs to. O(log rows).
  private func row(ofTurn turn: Int) -> Int? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle].firstTurn) <= turn { low = middle + 1 } else { high = middle }
    }
    // Rows without turns share the number of the next one.
    guard low > 0, turn < Int(rows[low - 1].firstTurn + rows[low - 1].turnCount) else { return nil }
    return low - 1
  }

  /// A sighting as a message shows it.
  func described(_ sighting: Sighting) -> String {
    let turn = turns[sighting.turn]
    let part = UnsafeBufferPointer(start: text.bytes + Int(turn.textStart), count: Int(turn.textCount))
    return SecretMask.described(part.span, sighting.hit.range)
  }
}

extension Turn {
  /// Behind the last byte of the text, in `Batch.text`.
  var textEnd: Int { Int(textStart) + Int(textCount) }
}
