import Testing

@testable import TunegateKit

@Suite("Query router")
struct QueryRouterTests {
  private static let router: QueryRouter = {
    let members = MatrixTests.orders(200) + MatrixTests.sums(200)
    return QueryRouter(
      members.map(\.prompt), members.indices.map { $0 < 200 ? Verdict.Approach.fineTune : .chainOfThought })
  }()

  @Test("Queries like those that it learned from go their way, others are undecided")
  func routes() {
    #expect(Self.router.agreement == 1 && Self.router.examples == 400)
    #expect(Self.router.route(Array("Weather in Rome for Anna in kelvin, please".utf8)).approach == "fine-tune")
    #expect(
      Self.router.route(Array("Mara buys 7 boxes with 3 pens each. How many pens are left?".utf8)).approach
        == "chain-of-thought")
  }

  @Test("What is written is read again as it was")
  func roundTrip() throws {
    let folder = try TestFolder()
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.key("router")
      Self.router.write(to: &json)
    }
    let path = try folder.write("routing.json", String(decoding: json.bytes, as: UTF8.self))
    #expect(try QueryRouter(contentsOf: path) == Self.router)
    let broken = try folder.write("broken.json", #"{"router": {"classes": ["rag"]}}"#)
    #expect(throws: LadderError.self) { try QueryRouter(contentsOf: broken) }
  }

  @Test("Words are runs of letters and digits, or of bytes beyond ASCII, whatever their case")
  func features() {
    func features(_ text: String) -> [Int] { QueryRouter.features(Array(text.utf8)) }
    #expect(features("How many?") == features("  HOW  many") && features("how many").count == 3)
    #expect(features("") == [] && features("?!").isEmpty)
    // 32-bit FNV-1a of "a" is 0xE40C292C.
    #expect(features("a") == [Int(0xE40C_292C as UInt32 % 4_096)])
    #expect(features("a\u{E9}").count == 3)
  }
}
