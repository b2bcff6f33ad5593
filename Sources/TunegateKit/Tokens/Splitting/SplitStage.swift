/// One pre-tokenizer: how pieces of text are cut into smaller ones, between which nothing merges.
struct SplitStage: Sendable {
  /// What becomes of matches and of the text between them.
  enum Behavior: String, Sendable, CaseIterable {
    case isolated = "Isolated"
    case removed = "Removed"
    case contiguous = "Contiguous"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
  }

  let program: SplitProgram
  var behavior = Behavior.isolated
  /// Matches and the text between them trade their parts.
  var isInverted = false
}

/// Cuts a text by the stages in turn, each of which sees the pieces of the one before it and nothing else.
struct TextSplitter {
  private let stages: [SplitStage]
  private var matcher = SplitMatcher()

  init(_ stages: [SplitStage]) { self.stages = stages }

  /// Calls `body` with each piece that is left, in order; none is empty.
  ///
  /// Bounds: `range` lies within what is readable at `text`; the same holds for all pieces.
  mutating func forEachPiece(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    split(text, range, stage: 0, body)
  }

  private mutating func split(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, stage: Int, _ body: (Range<Int>) -> Void
  ) {
    if range.isEmpty { return }
    guard stage < stages.count else { return body(range) }
    if stages[stage].behavior == .isolated {
      isolate(text, range, stage: stage, body)
    } else {
      regroup(text, range, stage: stage, body)
    }
  }

  /// Matches and what is between them, each by itself, whichever of them the stage is about.
  private mutating func isolate(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, stage: Int, _ body: (Range<Int>) -> Void
  ) {
    let program = stages[stage].program
    var (at, gap) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      if let end = matcher.match(program, text, at, range.upperBound) {
        if gap < at { split(text, gap..<at, stage: stage + 1, body) }
        split(text, at..<end, stage: stage + 1, body)
        (at, gap) = (end, end)
      } else {
        at += min(TokenText.width(text[at]), range.upperBound - at)
      }
    }
    split(text, gap..<range.upperBound, stage: stage + 1, body)
  }

  /// The other behaviors, which drop pieces or join them.
  private mutating func regroup(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, stage: Int, _ body: (Range<Int>) -> Void
  ) {
    let (program, behavior, isInverted) = (
      stages[stage].program, stages[stage].behavior, stages[stage].isInverted
    )
    var held = range.lowerBound..<range.lowerBound
    var heldMatch = false
    func isJoined(_ isMatch: Bool) -> Bool {
      switch behavior {
      case .contiguous: isMatch == heldMatch
      case .mergedWithPrevious: isMatch && !heldMatch
      case .mergedWithNext: heldMatch && !isMatch
      case .isolated, .removed: false
      }
    }
    var pieces: [Range<Int>] = []
    func add(_ piece: Range<Int>, isMatch: Bool) {
      if piece.isEmpty || behavior == .removed && isMatch { return }
      if !held.isEmpty, isJoined(isMatch) {
        held = held.lowerBound..<piece.upperBound
      } else {
        if !held.isEmpty { pieces.append(held) }
        held = piece
      }
      heldMatch = isMatch
    }
    var (at, gap) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      if let end = matcher.match(program, text, at, range.upperBound) {
        add(gap..<at, isMatch: isInverted)
        add(at..<end, isMatch: !isInverted)
        (at, gap) = (end, end)
      } else {
        at += min(TokenText.width(text[at]), range.upperBound - at)
      }
    }
    add(gap..<range.upperBound, isMatch: isInverted)
    if !held.isEmpty { pieces.append(held) }
    for piece in pieces { split(text, piece, stage: stage + 1, body) }
  }
}
