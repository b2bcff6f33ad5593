#if ISAL
  import CIsal

  /// Intel's ISA-L, which takes less than half of zlib's time. In the build only with the package trait `ISAL`.
  final class IsalInflater: Inflating {
    static let library = "ISA-L"
    private let state: UnsafeMutablePointer<inflate_state>
    /// The state before the last call.
    private let before: UnsafeMutablePointer<inflate_state>
    private var damage: String?

    init?() {
      // Memory that is never read before the library or `isal_copy` wrote it.
      state = .allocate(capacity: 1)
      before = .allocate(capacity: 1)
      isal_inflate_init(state)
    }

    deinit {
      state.deallocate()
      before.deallocate()
    }

    func reset() {
      isal_inflate_reset(state)
      damage = nil
    }

    func step(
      _ input: UnsafeMutablePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>, room: Int
    ) -> InflateStep {
      if let damage { return rest(damage, InflateStep(taken: 0, made: 0, status: .more), target, room) }
      let (given, free) = (min(count, Int(Int32.max)), min(room, Int(Int32.max)))
      isal_copy(before, state)
      let step = run(input, given, target, free)
      if case .corrupt = step.status { return retrace(step.taken, input, given, target, free) }
      return step
    }

    /// One call of the library.
    ///
    /// It reads up to eight bytes ahead, which may belong to the trailer of the member; whole bytes go back. They are
    /// the last ones of those given: whatever the library still held from earlier calls was less than a byte, or part
    /// of a header of a block, which it found cut off and goes on with only when more bytes have come.
    ///
    /// Bounds: the library is told the exact numbers of bytes; its addresses are set anew in each call. After damage
    /// its counts are wrong, its addresses are not.
    private func run(
      _ input: UnsafeMutablePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>, _ room: Int
    ) -> InflateStep {
      state.pointee.next_in = input
      state.pointee.avail_in = UInt32(count)
      state.pointee.next_out = target
      state.pointee.avail_out = UInt32(room)
      let code = isal_inflate(state)
      var step = InflateStep(
        taken: min(count, max(0, state.pointee.next_in - input)), made: state.pointee.next_out - target, status: .more)
      if code < 0 {
        step.status = .corrupt(words(code))
        return step
      }
      if state.pointee.block_state == ISAL_BLOCK_FINISH { step.status = .end }
      if state.pointee.block_state != ISAL_BLOCK_HDR {
        let ahead = min(Int(state.pointee.read_in_length) / 8, step.taken)
        let bits = Int(state.pointee.read_in_length) - 8 * ahead
        state.pointee.read_in &= (UInt64(1) << UInt64(bits)) &- 1
        state.pointee.read_in_length = Int32(bits)
        step.taken -= ahead
      }
      return step
    }

    /// Goes the way to the damage again. The fast loop of the library counts the text of a match before it knows
    /// whether there can be one, so that up to 258 bytes behind the true text are whatever lay in memory. The slow
    /// loop, which reads the last seven bytes of any input, does not.
    private func retrace(
      _ reached: Int, _ input: UnsafeMutablePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>,
      _ room: Int
    ) -> InflateStep {
      isal_copy(state, before)
      // The header of a block has at most 328 bytes.
      var step = run(input, max(0, reached - 512), target, room)
      while step.status == .more, step.taken < count, step.made < room {
        let bite = run(input + step.taken, min(7, count - step.taken), target + step.made, room - step.made)
        if bite.status == .more, bite.taken + bite.made == 0 { break }
        step = InflateStep(taken: step.taken + bite.taken, made: step.made + bite.made, status: bite.status)
      }
      guard case .corrupt(let words) = step.status else { return step }
      damage = words
      return rest(words, step, target, room)
    }

    /// The text in front of the damage that had no room so far.
    /// Bounds: `tmp_out_processed` to `tmp_out_valid` lie within the library's own buffer.
    private func rest(
      _ words: String, _ step: InflateStep, _ target: UnsafeMutablePointer<UInt8>, _ room: Int
    ) -> InflateStep {
      let start = Int(state.pointee.tmp_out_processed)
      let left = Int(state.pointee.tmp_out_valid) - start
      let count = min(left, room - step.made)
      (target + step.made).update(from: isal_text(state) + start, count: count)
      state.pointee.tmp_out_processed += Int32(count)
      return InflateStep(
        taken: step.taken, made: step.made + count, status: count < left ? .more : .corrupt(words))
    }

    /// What the library's header says of its codes.
    private func words(_ code: Int32) -> String {
      switch code {
      case ISAL_INVALID_BLOCK: "invalid deflate block"
      case ISAL_INVALID_SYMBOL: "invalid deflate symbol"
      case ISAL_INVALID_LOOKBACK: "invalid lookback distance"
      default: "ISA-L code \(code)"
      }
    }

    func checksum(_ checksum: UInt32, _ bytes: UnsafePointer<UInt8>, count: Int) -> UInt32 {
      crc32_gzip_refl(checksum, bytes, UInt64(count))
    }
  }
#endif
