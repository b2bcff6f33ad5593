/// Counts with one tokenizer; the scratch space of one worker.
///
/// Bounds of all methods: `text` has `count` readable bytes; ranges of it come from the splitters, which keep within
/// theirs.
struct TokenCounter {
  private let definition: TokenizerDefinition
  private let worker: TokenWorker

  /// - Parameter cachesPieces: Remembers pieces of text; pays for itself after some thousand of them.
  init(_ tokenizer: Tokenizer, cachesPieces: Bool = true) {
    definition = tokenizer.definition
    worker = TokenWorker(tokenizer.definition, cachesPieces: cachesPieces)
  }

  mutating func count(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
    worker.begin(collects: false)
    worker.add(text, count)
    return worker.total
  }

  mutating func encode(_ text: UnsafePointer<UInt8>, _ count: Int) -> [Int] {
    worker.begin(collects: true)
    worker.add(text, count)
    return worker.collected.map(Int.init)
  }
}

/// One text's way through added tokens, normalizers, splitters and merges.
///
/// Owned by one counter, and so by one worker at a time.
private final class TokenWorker {
  private let definition: TokenizerDefinition
  private var splitter: TextSplitter
  private var merger = TokenMerger()
  private let cache: TokenCache?
  private let normalized = ByteArena(capacity: 1 << 12)
  private let prepared = ByteArena(capacity: 1 << 12)
  private let spare = ByteArena(capacity: 1 << 12)
  private var collects = false
  private(set) var total = 0
  private(set) var collected: [UInt32] = []

  init(_ definition: TokenizerDefinition, cachesPieces: Bool) {
    self.definition = definition
    splitter = TextSplitter(definition.stages)
    cache = cachesPieces ? TokenCache() : nil
  }

  func begin(collects: Bool) {
    self.collects = collects
    total = 0
    collected.removeAll(keepingCapacity: true)
  }

  func add(_ text: UnsafePointer<UInt8>, _ count: Int) {
    if definition.rawTokens.isEmpty { return addRaw(text, 0..<count) }
    definition.rawTokens.split(text, 0..<count, token: addToken) { addRaw(text, $0) }
  }

  private func addToken(_ id: UInt32) {
    total += 1
    if collects { collected.append(id) }
  }

  /// A stretch without tokens that are looked for in the raw text.
  private func addRaw(_ text: UnsafePointer<UInt8>, _ range: Range<Int>) {
    if definition.normalizers.isEmpty { return addNormalized(text, range, isStart: range.lowerBound == 0) }
    TokenNormalizer.apply(definition.normalizers[...], to: text + range.lowerBound, range.count, normalized, spare)
    addNormalized(normalized.bytes, 0..<normalized.count, isStart: range.lowerBound == 0)
  }

  private func addNormalized(_ text: UnsafePointer<UInt8>, _ range: Range<Int>, isStart: Bool) {
    if definition.normalizedTokens.isEmpty { return prepare(text, range, isStart: isStart) }
    definition.normalizedTokens.split(text, range, token: addToken) {
      prepare(text, $0, isStart: isStart && $0.lowerBound == range.lowerBound)
    }
  }

  private func prepare(_ text: UnsafePointer<UInt8>, _ range: Range<Int>, isStart: Bool) {
    if definition.preparations.isEmpty { return cut(text, range) }
    let steps = definition.preparations.dropLast(definition.preparesStartOnly && !isStart ? 1 : 0)
    TokenNormalizer.apply(steps, to: text + range.lowerBound, range.count, prepared, spare)
    cut(prepared.bytes, 0..<prepared.count)
  }

  private func cut(_ text: UnsafePointer<UInt8>, _ range: Range<Int>) {
    splitter.forEachPiece(text, range) { addPiece(text + $0.lowerBound, $0.count) }
  }

  private func addPiece(_ piece: UnsafePointer<UInt8>, _ count: Int) {
    if collects {
      merger.merge(piece, count, definition.model)
      collected += merger.ids
    } else if let cache {
      total += cache.count(piece, count) {
        merger.merge(piece, count, definition.model)
        return merger.ids.count
      }
    } else {
      merger.merge(piece, count, definition.model)
      total += merger.ids.count
    }
  }
}
