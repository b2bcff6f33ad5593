/// Different answers to one prompt: what is left of the fingerprints of all prompts and of what all answers claim, once
/// the stream has ended.
struct PromptGroups: Sendable {
  struct Answer: Sendable, Equatable {
    var row: Int
    /// See `AnswerClaim`.
    var claim: UInt64
  }

  /// Prompts with answers that do not all claim the same, in no order of meaning; the answers of each in order of row.
  private(set) var groups: [[Answer]] = []
  /// By claim that needs a text to be shown: the sample's key of the first example that makes it and is kept whole.
  private(set) var examples: [UInt64: UInt64] = [:]

  init() {}

  /// Prompts are sorted out an eighth at a time.
  private static let slices: UInt32 = 8

  /// Sorts half of the fingerprint of each prompt that may stand more than once. O(n); about 3 bytes an example, and 16
  /// for each of an eighth of those that repeat a prompt.
  init(_ index: ExampleIndex, _ sample: ExampleSample) {
    var filter = RepeatFilter(expected: index.count)
    for row in 0..<index.count where index.prompts[row] != 0 { filter.note(PromptGroups.half(index.prompts[row])) }
    var (items, scratch): ([UInt64], [UInt64]) = ([], [])
    for slice in 0..<PromptGroups.slices {
      items.removeAll(keepingCapacity: true)
      for row in 0..<index.count where index.prompts[row] != 0 {
        let key = PromptGroups.half(index.prompts[row])
        if key % PromptGroups.slices == slice, filter.mayRepeat(key) { items.append(UInt64(key) << 32 | UInt64(row)) }
      }
      RadixSort.byKey(&items, scratch: &scratch)
      RadixSort.forEachRun(items) { run in split(items[run].map { Int($0 & 0xFFFF_FFFF) }, index) }
    }
    findExamples(index, sample)
  }

  /// Half of a prompt's fingerprint, mixed.
  private static func half(_ prompt: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: prompt >> 32) }

  /// Half a fingerprint agrees by chance among 100,000 prompts; the whole one tells.
  private mutating func split(_ rows: [Int], _ index: ExampleIndex) {
    let key = index.prompts[rows[0]]
    if rows.allSatisfy({ index.prompts[$0] == key }) { return add(rows, index) }
    let parts = Dictionary(grouping: rows) { index.prompts[$0] }.values.filter { $0.count > 1 }
    for part in parts.sorted(by: { $0[0] < $1[0] }) { add(part, index) }
  }

  private mutating func add(_ rows: [Int], _ index: ExampleIndex) {
    let first = index.claims[rows[0]]
    // Nearly all groups are copies.
    if rows.allSatisfy({ index.claims[$0] == first }) { return }
    groups.append(rows.map { Answer(row: $0, claim: index.claims[$0]) })
  }

  private mutating func findExamples(_ index: ExampleIndex, _ sample: ExampleSample) {
    let wanted = Set(groups.joined().lazy.map(\.claim).filter { AnswerClaim(bits: $0).shown == nil })
    if wanted.isEmpty { return }
    let whole = sample.wholeKeys
    for row in 0..<index.count where index.isExample(row) && wanted.contains(index.claims[row]) {
      let key = ExampleSample.key(index.exact[row])
      if examples[index.claims[row]] == nil, whole.contains(key) { examples[index.claims[row]] = key }
    }
  }
}
