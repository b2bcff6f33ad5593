/// Images, videos and documents of a record.
struct MediaCount {
  var images = 0
  var videos = 0
  var files = 0
  /// Byte of the last image.
  var lastImage = 0
}

/// Parts of contents: media, and the calls and results of Nova.
extension RecordScan {
  private enum Medium { case none, image, video, file }

  mutating func walkParts(
    _ i: Int, _ role: Role, _ weight: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    let before = media
    var part = tape.firstChild(i)
    while part < tape.next(i) {
      if tape.tag(part) == .object { walkPart(part, role, tape, line) }
      part = tape.next(part)
    }
    let hasImages = media.images > before.images
    if hasImages, weight >= 0, !isZero(tape[weight], line) { note(.imageWeight, tape[weight].offset) }
    if media.videos > before.videos, hasImages || media.files > before.files { note(.mediaNotMixed, tape[i].offset) }
  }

  private func isZero(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> Bool {
    node.tag == .null || node.tag == .number && node.length == 1 && line[node.offset] == UInt8(ascii: "0")
  }

  private mutating func walkPart(
    _ i: Int, _ role: Role, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    var medium = Medium.none
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      let value = key.next
      switch names.name(of: line + key.offset, count: key.length) {
      case .type where tape.tag(value) == .string: medium = self.medium(tape[value], line, medium)
      case .image where tape.tag(value) == .object: medium = .image
      case .video where tape.tag(value) == .object: medium = .video
      case .document where tape.tag(value) == .object: medium = .file
      case .toolUse where looksAtTools: noteCall(value, tape, line)
      case .toolResult where looksAtTools: noteResult(value, tape, line)
      case .other: medium = mime(of: value, tape, line, medium)
      default: break
      }
      node = tape.next(value)
    }
    count(medium, role, tape[i].offset)
  }

  private mutating func count(_ medium: Medium, _ role: Role, _ offset: Int) {
    switch medium {
    case .none: break
    case .image:
      media.images += 1
      media.lastImage = offset
      if role != .user { note(.imagesInUserTurns, offset) }
    case .video:
      media.videos += 1
      if media.videos > 1 { note(.oneVideo, offset) }
    case .file:
      media.files += 1
      if media.files > 1 { note(.oneFile, offset) }
    }
  }

  /// OpenAI's part types.
  private func medium(_ type: JSONNode, _ line: UnsafePointer<UInt8>, _ otherwise: Medium) -> Medium {
    if JSONText.equals(type, line, "image_url") || JSONText.equals(type, line, "image") { return .image }
    return JSONText.equals(type, line, "video_url") || JSONText.equals(type, line, "video") ? .video : otherwise
  }

  /// Gemini's `fileData` and `inlineData` say by MIME type what they are.
  private func mime(
    of i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ otherwise: Medium
  ) -> Medium {
    guard tape.tag(i) == .object else { return otherwise }
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      if JSONText.equals(key, line, "mimeType"), tape.tag(key.next) == .string {
        let type = UnsafeBufferPointer(start: line + tape[key.next].offset, count: tape[key.next].length)
        if type.starts(with: "image/".utf8) { return .image }
        if type.starts(with: "video/".utf8) { return .video }
      }
      node = tape.next(key.next)
    }
    return otherwise
  }

  // MARK: - Calls

  /// A call of OpenAI's `tool_calls`, or of Nova's `toolUse`.
  mutating func noteCall(_ i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) {
    let function = member(.function, of: i, tape, line) ?? i
    if let name = member(.name, of: function, tape, line), tape.tag(name) == .string,
      !tools.isDeclared(tape[name], line)
    {
      note(.declaredTools, tape[name].offset)
    }
    if let id = member(.id, of: i, tape, line) ?? member(.toolUseID, of: i, tape, line), tape.tag(id) == .string,
      !tools.open(tape[id], line)
    {
      note(.uniqueCallIds, tape[id].offset)
    }
  }

  private mutating func noteResult(_ i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) {
    guard let id = member(.toolUseID, of: i, tape, line), !tools.answer(tape[id], line) else { return }
    note(.pairedResults, tape[id].offset)
  }
}
