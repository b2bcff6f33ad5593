import Foundation
import Testing

@testable import TunegateKit

@Suite struct JSONWriterTests {
  private func build(_ layout: JSONWriter.Layout) -> String {
    var json = JSONWriter(layout: layout)
    json.object { json in
      json.member("a", 1)
      json.key("b")
      json.array { json in
        json.value(true)
        json.object(.line) { json in
          json.member("x", 0.5)
          json.key("y")
          json.array { json in json.value("z") }
        }
        json.array { _ in }
      }
      json.key("c")
      json.object { _ in }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test func layouts() {
    #expect(build(.compact) == #"{"a":1,"b":[true,{"x":0.5,"y":["z"]},[]],"c":{}}"#)
    #expect(build(.line) == #"{"a": 1, "b": [true, {"x": 0.5, "y": ["z"]}, []], "c": {}}"#)
    #expect(
      build(.lines) == """
        {
          "a": 1,
          "b": [
            true,
            {"x": 0.5, "y": ["z"]},
            []
          ],
          "c": {}
        }
        """)
  }

  @Test func whatIsNoNumberIsNull() {
    var json = JSONWriter()
    json.array { json in
      json.value(Double.nan)
      json.value(-Double.infinity)
    }
    #expect(String(decoding: json.bytes, as: UTF8.self) == "[null,null]")
  }

  @Test func whatDrivesATerminalIsEscaped() {
    var json = JSONWriter()
    json.value("\u{1B}[2J\u{9B}\u{7F}\u{202E}\u{2028}\"\\/\n\r\té漢👩")
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #""\u001b[2J\u009b\u007f\u202e\u2028\"\\/\n\r\té漢👩""#)
  }

  @Test func everyStringReadsBackAsItWas() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let text = random.text()
      var json = JSONWriter()
      json.array { $0.value(text) }
      // A byte order mark in front of a string is Foundation's to drop, so it is looked at scalar by scalar.
      let read = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String])
      #expect(Array(read[0].unicodeScalars) == Array(text.unicodeScalars))
    }
  }
}
