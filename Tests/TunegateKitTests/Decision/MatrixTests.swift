import Testing

@testable import TunegateKit

@Suite("Decision matrix")
struct MatrixTests {
  static func member(
    _ i: Int, _ prompt: String, _ answer: String, day: Int32 = Row.noDay, kind: String = ""
  ) -> ExampleSample.Member {
    ExampleSample.Member(
      key: Fingerprint.mix(UInt64(i), 9), context: 0, place: Place(source: 0, line: i + 1), copies: 1,
      prompt: Array(prompt.utf8), answer: Array(answer.utf8), answerEnd: [], day: day, kind: Array(kind.utf8))
  }

  private static let cities = ["Oslo", "Lima", "Cairo", "Quito", "Hanoi", "Dakar", "Minsk", "Tunis", "Sofia", "Accra"]
  private static let names = ["Anna", "Boris", "Carla", "Dimitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas"]

  /// A city from the request, a temperature unit of two, an order number from nowhere.
  static func orders(_ n: Int) -> [ExampleSample.Member] {
    var dice = Dice(4)
    return (0..<n).map { i in
      let city = dice.pick(cities)
      let unit = i % 2 == 0 ? "celsius" : "kelvin"
      let number = dice.number(100_000...999_999)
      return member(
        i, "Weather in \(city) for \(dice.pick(names)) in \(unit), please (\(i))",
        #"{"city": "\#(city)", "unit": "\#(unit)", "order": \#(number)}"#)
    }
  }

  static func sums(_ n: Int) -> [ExampleSample.Member] {
    var dice = Dice(5)
    return (0..<n).map { i in
      let (a, b, c) = (dice.number(2...40), dice.number(2...12), dice.number(1...9))
      return member(
        10_000 + i,
        "\(dice.pick(names)) buys \(a) boxes with \(b) pens each and gives \(c) pens away. "
          + "How many pens are left in total?",
        "First, the boxes hold \(a) * \(b) = \(a * b) pens. Then \(c) are given away, so there are \(a * b) - \(c) = "
          + "\(a * b - c) pens left. Therefore the answer is \(a * b - c).\n#### \(a * b - c)")
    }
  }

  @Test("Structured answers: fields that are copied, closed and not derivable are told apart, and make a hybrid")
  func structure() throws {
    let matrix = MatrixDecision(Self.orders(300), hasLabels: false)
    let row = try #require(matrix.row)
    #expect(row.approach == .hybrid && row.confidence > 0.8)
    #expect(row.foreignFields == ["order"] && row.parts.contains("`order`"))
    let origins = Dictionary(uniqueKeysWithValues: matrix.fields.map { ($0.path, $0.origin) })
    #expect(origins == ["city": .copied, "unit": .copied, "order": .notDerivable])
    #expect(row.evidence.contains { $0.signal == "field order" && $0.says.contains("not derivable") })
  }

  @Test("Worked-out sums are reasoning; with as many structured answers they are a mixture")
  func reasoningAndMixture() throws {
    let sums = try #require(MatrixDecision(Self.sums(200), hasLabels: false).row)
    #expect(sums.approach == .chainOfThought && sums.confidence > 0.8)
    var dice = Dice(6)
    let mixed = MatrixDecision(dice.shuffled(Self.sums(200) + Self.orders(200)), hasLabels: false)
    let row = try #require(mixed.row)
    #expect(row.approach == .hybrid && row.parts.contains("reasoning") && row.parts.contains("structure"))
    #expect(abs(mixed.study[.fineTune] - 0.5) < 0.05 && abs(mixed.study[.chainOfThought] - 0.5) < 0.05)
    var study: RouteStudy? = mixed.study
    for member in Self.orders(50) {
      #expect(mixed.approach(member, isMember: true, &study) == .fineTune)
    }
    for member in Self.sums(50) { #expect(mixed.approach(member, isMember: true, &study) == .chainOfThought) }
  }

  @Test("Labels that follow from the prompts are learnable, shuffled ones are not")
  func labels() throws {
    var dice = Dice(7)
    let words = ["refund money back", "card lost stolen", "app crash login", "fee charge extra"]
    func members(isShuffled: Bool) -> [ExampleSample.Member] {
      (0..<600).map { i in
        let k = dice.number(0...3)
        let label = isShuffled ? dice.number(0...3) : k
        return Self.member(i, "\(words[k]) case \(dice.pick(Self.names)) \(i)", "label \(label)")
      }
    }
    let good = MatrixDecision(members(isShuffled: false), hasLabels: true)
    #expect(good.row?.approach == .fineTune)
    #expect((good.labels?.skill ?? 0) > 0.95)
    let bad = MatrixDecision(members(isShuffled: true), hasLabels: true)
    #expect(bad.row?.approach != .fineTune)
    #expect(abs(bad.labels?.skill ?? 1) < 0.15)
  }

  @Test("Drift: told where the words change with the dates, not where dates are shuffled", arguments: [1, 2, 3])
  func drift(seed: UInt64) throws {
    var dice = Dice(seed)
    func members(drifts: Bool) -> [ExampleSample.Member] {
      (0..<400).map { i in
        let isNew = drifts ? i >= 200 : dice.once(in: 2)
        let topic = isNew ? "cloud token prompt" : "floppy modem fax"
        return Self.member(
          i, "\(topic) question of \(dice.pick(Self.names)) number \(i)", "some answer", day: Int32(18_000 + i))
      }
    }
    let moved = try #require(DriftTest(members(drifts: true)))
    #expect(moved.isDrift && moved.area > 0.95 && moved.first == "2019-04-14")
    let still = try #require(DriftTest(members(drifts: false)))
    #expect(!still.isDrift && still.area < 0.6)
    #expect(DriftTest(Self.orders(400)) == nil)
  }

  @Test("Kinds that the records name are judged together")
  func kinds() {
    let members =
      Self.orders(100).map { member in
        var member = member
        member.kind = Array("orders".utf8)
        return member
      }
      + Self.sums(100).map { member in
        var member = member
        member.kind = Array("sums".utf8)
        return member
      }
    let study = RouteStudy(members)
    #expect(Set(study.segments.map(\.name)) == ["orders", "sums"])
    #expect(study.segments.first { $0.name == "sums" }?.route == .chainOfThought)
    #expect(study.segments.first { $0.name == "orders" }?.route == .fineTune)
  }

  @Test("Labels within a mixture are a part of their own, where the prompts foretell them")
  func labelPart() throws {
    let topics = ["refund money back", "card lost stolen", "app crash login", "fee charge extra"]
    func labels(areForetold: Bool) -> [ExampleSample.Member] {
      var dice = Dice(11)
      return (0..<120).map { i in
        let k = dice.number(0...3)
        let label = areForetold ? k : dice.number(0...3)
        return Self.member(20_000 + i, "\(topics[k]) case \(dice.pick(Self.names)) \(i)", "topic \(label)")
      }
    }
    var dice = Dice(12)
    let members = dice.shuffled(Self.sums(300) + labels(areForetold: true))
    let part = try #require(LabelPart(members))
    #expect(part.probe.labels == 4 && part.confidence > 0.9)
    #expect(members.count { part.holds($0) } == 120)
    let matrix = MatrixDecision(members, hasLabels: false)
    #expect(matrix.row?.approach == .hybrid && abs(matrix.study[.fineTune] - 120.0 / 420) < 0.03)
    #expect(LabelPart(dice.shuffled(Self.sums(300) + labels(areForetold: false))) == nil)
    #expect(LabelPart(Self.sums(300)) == nil)
  }

  @Test("Records with tools are one kind: what is said in words beside the calls is part of the task")
  func tools() {
    let calls = (0..<120).map { i in
      var member = Self.member(
        30_000 + i, "Turn on lamp \(i)",
        i % 5 == 0 ? "Which lamp do you mean, the one in room \(i)?" : #"{"name": "turn_on", "lamp": \#(i)}"#)
      member.hasTools = true
      return member
    }
    var dice = Dice(13)
    let study = RouteStudy(dice.shuffled(calls + Self.sums(120)))
    #expect(study.segments.map(\.name) == ["with tools"] && study.segments.first?.route == .fineTune)
    #expect(abs(study[.fineTune] - 0.5) < 0.02 && abs(study[.chainOfThought] - 0.5) < 0.02)
  }

  @Test(
    "Days and dates",
    arguments: [("1970-01-01", 0), ("2000-02-29", 11_016), ("2025-08-31", 20_331), ("1969-12-31", -1)])
  func dates(text: String, day: Int32) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    #expect(RecordDate.day(parts[0], parts[1], parts[2]) == day)
    #expect(RecordDate.text(day) == text)
  }

  @Test(
    "Dates and kinds are read from the record",
    arguments: [
      (#""created_at": "2025-08-31T10:00:00Z""#, 20_331), (#""timestamp": 1756634400"#, 20_331),
      (#""date": "2025/08/31""#, 20_331), (#""date": "last week""#, Row.noDay), (#""time": 12"#, Row.noDay),
      (#""created_at": "2025-13-31""#, Row.noDay), (#""timestamp": 1756634400000"#, 20_331),
    ] as [(String, Int32)])
  func facts(field: String, day: Int32) {
    let reader = ReadLine(#"{"prompt": "p", "completion": "c", \#(field), "task": "sum"}"#)
    #expect(reader.batch.rows[0].day == day)
    #expect(Array(reader.batch.kind(of: reader.batch.rows[0])) == Array("sum".utf8))
  }

  /// What each set is known to be.
  @Test(
    "Shared sets are in their rows", .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: [
      ("c01-nq-open-dev", .rag), ("c06-gsm8k-train", .chainOfThought), ("c12-wikisql-15k", .fineTune),
      ("s06-snips-json-clean-control", .fineTune), ("s09-ladder-banking77-00", .fineTune),
      ("c18-kev-advisories-dated", .hybrid), ("a09-ha-tools-messages", .fineTune),
    ] as [(String, Verdict.Approach)])
  func shared(name: String, approach: Verdict.Approach) async throws {
    let folder = try TestFolder()
    func verdict(_ lines: ArraySlice<[UInt8]>) async throws -> Verdict {
      let text = lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") + "\n"
      let path = try folder.write("\(lines.count).jsonl", text)
      return await Pipeline.audit([path], settings: try standardSettings()).report.verdict
    }
    let lines = try SharedData.lines(name + "/data.jsonl.gz")
    let whole = try await verdict(lines.prefix(1_200))
    #expect(whole.approach == approach && !whole.proceed && whole.confidence >= 0.6)
    #expect(try await verdict(lines.prefix(40)).approach == .fewShot)
  }
}
