/// Reads sources in order and cuts their text into slabs of whole lines, on one thread.
///
/// ```
/// source ──raw bytes──▶ InputBuffer ──▶ plain | gzip | zstd ──text──▶ slab ──▶ cut at the last newline
///                                                                       ▲            │ tail
///                                                                       └────────────┘
/// ```
/// A slab is filled to its full size before it is cut, so that slabs depend on the text alone: not on how much a read
/// returned, not on compression, not on the borders of members.
final class SlabReader {
  private let sources: [Source]
  private let limits: InputLimits
  private let slabBytes: Int
  /// Sources that are read; nil for all.
  private let part: Set<Int>?
  private let open: (Source) throws(System.Failure) -> any ByteInput
  private let buffer = InputBuffer()

  /// The tail behind the last newline of the slab before: `tailCount` bytes, always fewer than `slabBytes`.
  private let tail: UnsafeMutablePointer<UInt8>
  private var tailCount = 0
  private var current: OpenSource?
  private var nextSource = 0
  private var nextSequence = 0
  private var totalText = 0

  /// One a source that has been read or refused, in order.
  private(set) var summaries: [SourceSummary] = []

  /// - Parameters:
  ///   - slabBytes: what a slab is filled to; other than the standard only in tests.
  ///   - part: indices of the sources to read; nil for all.
  ///   - open: what opens a source.
  init(
    _ sources: [Source], limits: InputLimits = InputLimits(), slabBytes: Int = Slab.standardBytes,
    part: Set<Int>? = nil,
    open: @escaping (Source) throws(System.Failure) -> any ByteInput = { source throws(System.Failure) in
      try FileInput(source)
    }
  ) {
    precondition(slabBytes > 0)
    self.sources = sources
    self.limits = limits
    self.slabBytes = slabBytes
    self.part = part
    self.open = open
    tail = .allocate(capacity: slabBytes)
  }

  deinit { tail.deallocate() }

  /// Fills `slab` with the next whole lines; false when all sources are read. Never allocates once a slab has its size.
  func next(into slab: Slab) -> Bool {
    if slab.capacity > 8 * slabBytes { slab.shrink(to: slabBytes) }
    slab.reserve(slabBytes, keeping: 0)
    while true {
      if current == nil && !openNext() { return false }
      guard var source = current else { continue }
      let isFilled = source.isEnded ? false : fill(slab, from: &source)
      if isFilled {
        current = source
        return true
      }
      current = nil
      close(source)
    }
  }
}

/// The source that is being read.
private struct OpenSource {
  let index: Int
  let decoder: any TextDecoder
  /// Offset of the next slab, and number of its first line.
  var offset = 0
  var line = 1
  /// Bytes of text that the decoder made.
  var produced = 0
  var isSniffed = false
  var isEnded = false
  /// What the reader itself stopped for.
  var stop: Damage?
  var damage: Damage? { stop ?? decoder.damage }
}

extension SlabReader {
  private func fill(_ slab: Slab, from source: inout OpenSource) -> Bool {
    slab.bytes.update(from: tail, count: tailCount)
    var filled = tailCount
    tailCount = 0
    var searched = 0
    var goal = slabBytes
    while true {
      // Bounds: `goal <= slab.capacity`, by `reserve` here and in `next`.
      filled += read(into: slab.bytes + filled, count: goal - filled, of: &source)
      if !source.isSniffed && !accept(slab, filled, &source) { return false }
      if source.isEnded { return deliverRest(slab, filled, &source) }
      if let last = lastNewline(slab.bytes + searched, count: filled - searched) {
        let cut = searched + last + 1
        tailCount = filled - cut
        tail.update(from: slab.bytes + cut, count: tailCount)
        deliver(slab, cut, &source)
        return true
      }
      if filled > longestLine { return skipLine(slab, filled, &source) }
      searched = filled
      goal = min(filled + slabBytes, longestLine + 1)
      slab.reserve(max(goal, min(2 * slab.capacity, longestLine + 1)), keeping: filled)
    }
  }

  private var longestLine: Int { max(limits.lineBytes, slabBytes) }

  /// Reads exactly `count` bytes of text, or ends the source. The limits are looked at between reads of a size that
  /// only the text determines.
  private func read(into target: UnsafeMutablePointer<UInt8>, count: Int, of source: inout OpenSource) -> Int {
    guard source.damage == nil else {
      source.isEnded = true
      return 0
    }
    let got = source.decoder.fill(target, count: count)
    source.produced += got
    totalText += got
    if source.decoder.compression != .none && limits.isBomb(text: source.produced, raw: buffer.taken) {
      source.stop = Damage(
        kind: .ratioLimit,
        found: "more than \(limits.ratio) bytes of text for each compressed byte, past \(limits.ratioFloor) bytes")
    } else if let most = limits.totalBytes, totalText > most {
      source.stop = Damage(kind: .totalLimit, found: "\(most) bytes")
    }
    source.isEnded = got < count || source.damage != nil
    return got
  }

  /// What is left at the end. A fragment of a line that damage cut off is not a line.
  private func deliverRest(_ slab: Slab, _ filled: Int, _ source: inout OpenSource) -> Bool {
    var count = filled
    if let damage = source.damage, !damage.isTextWhole {
      count = lastNewline(slab.bytes, count: filled).map { $0 + 1 } ?? 0
    }
    guard count > 0 else { return false }
    deliver(slab, count, &source)
    return true
  }

  private func deliver(_ slab: Slab, _ count: Int, _ source: inout OpenSource) {
    slab.setCount(count)
    slab.oversized = nil
    stamp(slab, source)
    source.offset += count
    source.line += newlines(slab.bytes, count: count)
    if slab.bytes[count - 1] != 0x0A { source.line += 1 }
  }

  /// Drops the rest of a line that passed the limit, in the memory of one slab, and delivers its length.
  private func skipLine(_ slab: Slab, _ filled: Int, _ source: inout OpenSource) -> Bool {
    var length = filled
    var rest = 0
    while !source.isEnded {
      let got = read(into: slab.bytes, count: slabBytes, of: &source)
      if let found = firstNewline(slab.bytes, count: got) {
        rest = 1
        length += found
        tailCount = got - found - 1
        tail.update(from: slab.bytes + found + 1, count: tailCount)
        break
      }
      length += got
    }
    // What came behind the line with the last read still has to be delivered.
    if source.isEnded && tailCount > 0 { source.isEnded = false }
    slab.setCount(0)
    slab.oversized = length
    stamp(slab, source)
    source.offset += length + rest
    source.line += 1
    return true
  }

  private func stamp(_ slab: Slab, _ source: OpenSource) {
    slab.source = source.index
    slab.sequence = nextSequence
    slab.firstLine = source.line
    slab.offset = source.offset
    nextSequence += 1
  }
}

extension SlabReader {
  /// Opens the next source that can be opened; false when there is none left.
  private func openNext() -> Bool {
    while nextSource < sources.count {
      let index = nextSource
      nextSource += 1
      if let part, !part.contains(index) { continue }
      if let most = limits.totalBytes, totalText > most {
        refuse(index, InputProblem(.totalLimit, at: sources[index].location, found: "\(most) bytes"))
        continue
      }
      do {
        buffer.attach(try open(sources[index]))
        current = OpenSource(index: index, decoder: decoder())
        tailCount = 0
        return true
      } catch {
        let kind: InputProblem.Kind = error.isMissing ? .missing : .unreadable
        refuse(index, InputProblem(kind, at: sources[index].location, found: error.text))
      }
    }
    return false
  }

  private func decoder() -> any TextDecoder {
    switch buffer.compression() {
    case .none: PlainDecoder(buffer)
    case .gzip: GzipDecoder(buffer)
    case .zstd: ZstdDecoder(buffer)
    }
  }

  /// Looks at the beginning of the text once; false when it is not lines of JSON.
  private func accept(_ slab: Slab, _ filled: Int, _ source: inout OpenSource) -> Bool {
    source.isSniffed = true
    let opening = Opening(slab.bytes, count: filled, isWhole: source.isEnded && source.damage == nil)
    guard let refusal = Sniffer.refusal(opening, compression: source.decoder.compression) else { return true }
    source.stop = refusal
    return false
  }

  private func refuse(_ index: Int, _ problem: InputProblem) {
    summaries.append(SourceSummary(source: index, complete: false, problems: [problem]))
  }

  private func close(_ source: OpenSource) {
    let input = buffer.detach()
    let compression = source.decoder.compression
    var causes: [Damage] = [source.damage, source.decoder.warning].compactMap { $0 }
    if let change = input?.change() { causes.append(Damage(kind: .changedWhileRead, found: change)) }
    if causes.isEmpty && source.produced == 0 { causes.append(Damage(kind: .emptyFile, found: "")) }
    let problems = causes.map { cause in
      // An empty shard among others is odd; a data set that is nothing but an empty file allows no judgement.
      let isFatal = cause.kind == .emptyFile ? sources.count == 1 : nil
      return InputProblem(
        cause.kind, at: sources[source.index].location, found: cause.found, isFatal: isFatal, compression: compression)
    }
    var summary = SourceSummary(source: source.index, compression: compression)
    summary.bytes = input?.size ?? buffer.taken
    summary.textBytes = source.produced
    summary.lines = source.line - 1
    summary.complete = !problems.contains { $0.isFatal && $0.kind != .emptyFile }
    summary.verifiedOffset = source.decoder.verified
    summary.problems = problems
    summaries.append(summary)
  }
}
