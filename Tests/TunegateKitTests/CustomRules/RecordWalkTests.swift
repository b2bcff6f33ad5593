import Foundation
import Testing

@testable import TunegateKit

/// Pointers with `*` against a search that is written another way.
@Suite("Record walk")
struct RecordWalkTests {
  private static let keys = ["a", "b", "c", "0", "1"]

  private func value(_ dice: inout Dice, depth: Int) -> Any {
    switch depth > 4 ? 0 : dice.number(0...6) {
    case 0: dice.number(0...9)
    case 1: "t\(dice.number(0...9))"
    case 2: NSNull()
    case 3, 4: (0..<dice.number(0...3)).map { _ in value(&dice, depth: depth + 1) }
    default: object(&dice, depth: depth)
    }
  }

  private func object(_ dice: inout Dice, depth: Int) -> [String: Any] {
    var object: [String: Any] = [:]
    for key in Self.keys where dice.number(0...1) == 1 { object[key] = value(&dice, depth: depth + 1) }
    return object
  }

  /// The values, and nil for each place where there is none.
  private func expected(_ value: Any, _ steps: ArraySlice<String>) -> [String?] {
    guard let step = steps.first else { return value is NSNull ? [nil] : [text(value)] }
    let rest = steps.dropFirst()
    if let object = value as? [String: Any] {
      if step == "*" { return object.values.flatMap { expected($0, rest) } }
      return object[step].map { expected($0, rest) } ?? [nil]
    }
    guard let array = value as? [Any] else { return [nil] }
    if step == "*" { return array.flatMap { expected($0, rest) } }
    guard let index = Int(step), index < array.count else { return [nil] }
    return expected(array[index], rest)
  }

  private func text(_ value: Any) -> String {
    let data = try? JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private func found(_ document: SchemaDocument, _ pointer: RecordPointer) -> [String?] {
    var walk = RecordWalk()
    walk.find(pointer, from: 0, at: 0, document.tape, document.text)
    return (0..<walk.count).map { k in
      walk[k].isAbsent ? nil : String(decoding: document.source(Int(walk[k].node)), as: UTF8.self)
    }
  }

  @Test("It finds what a plain search finds, and as often", arguments: [UInt64(1), 2, 3])
  func differential(seed: UInt64) throws {
    var dice = Dice(seed)
    var matches = 0
    for _ in 0..<400 {
      let record = object(&dice, depth: 0)
      let document = try SchemaDocument(
        Array(try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)))
      for _ in 0..<10 {
        let steps = (0..<dice.number(1...4)).map { _ in
          dice.number(0...2) == 0 ? "*" : Self.keys[dice.number(0...Self.keys.count - 1)]
        }
        let pointer = try #require(RecordPointer("/" + steps.joined(separator: "/")))
        let (mine, theirs) = (found(document, pointer), expected(record, steps[...]))
        matches += mine.compactMap(\.self).count
        #expect(mine.map { $0 ?? "-" }.sorted() == theirs.map { $0 ?? "-" }.sorted(), "\(pointer) in \(text(record))")
      }
    }
    #expect(matches > 500)
  }
}
