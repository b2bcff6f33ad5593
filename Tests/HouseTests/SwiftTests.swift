import Testing

/// What the Swift sources keep to. Each check is a function of a file, and is itself held to planted breaches.
@Suite("Swift sources")
struct SwiftTests {
  @Test("The library imports no Foundation: it costs size and start-up time")
  func foundation() {
    expectNone(Repository.swiftFiles("Sources/TunegateKit/").flatMap(Self.foundationImports))
  }

  @Test("The library prints nothing: reports leave through one small type")
  func printing() {
    expectNone(Repository.swiftFiles("Sources/TunegateKit/").flatMap(Self.prints))
  }

  @Test("No forced unwrapping, cast or try: a crash is never the answer to bad data")
  func force() {
    expectNone(Repository.swiftFiles("Sources/").flatMap(Self.forced))
  }

  @Test("Functions fit a screen")
  func functionLength() {
    expectNone(Repository.swiftFiles("Sources/").flatMap(Self.longFunctions))
  }

  @Test("Unsafe pointers live where a bounds argument stands beside them")
  func unsafePointers() {
    expectNone(Repository.swiftFiles("Sources/").filter { !Self.mayUsePointers($0.path) }.flatMap(Self.pointers))
  }

  @Test("The checks had sources to look at")
  func sourcesFound() {
    #expect(Repository.swiftFiles("Sources/TunegateKit/").count > 1)
    #expect(Repository.swiftFiles("Sources/TunegateCLI/").count > 0)
  }

  // MARK: - The checks

  static let longestFunction = 70

  static func foundationImports(_ file: TextFile) -> [Problem] {
    Pattern(#"^\s*(@\w+(\(\w+\))?\s+|(public|package|internal|private)\s+)*import\s+(\w+\s+)?Foundation\w*"#)
      .problems(file.path, in: SwiftText(file.text).code, "use the standard library, or Glibc and Darwin")
  }

  static func prints(_ file: TextFile) -> [Problem] {
    Pattern(#"(?<![\w.])(print|debugPrint|dump)\("#)
      .problems(file.path, in: SwiftText(file.text).code, "return text, or write through the stream type")
  }

  static func forced(_ file: TextFile) -> [Problem] {
    Pattern(#"[\w)\]}>"?]!(?!=)"#)
      .problems(file.path, in: SwiftText(file.text).code, "handle the other case")
  }

  static func longFunctions(_ file: TextFile) -> [Problem] {
    FunctionSpan.all(in: SwiftText(file.text).code).filter { $0.lines > longestFunction }.map {
      Problem(
        path: file.path, line: $0.line,
        message: "\($0.name) has \($0.lines) lines, at most \(longestFunction) are allowed; name a part of it")
    }
  }

  /// Pointer types and what makes them out of nothing. The scoped `withUnsafe…` at a system call names none of them.
  static func pointers(_ file: TextFile) -> [Problem] {
    Pattern(
      #"\b(Unsafe\w*Pointer|OpaquePointer|AutoreleasingUnsafe\w*|Unmanaged|unsafeBitCast|unsafeDowncast|"#
        + #"bindMemory|assumingMemoryBound|unowned\(unsafe\))"#
    ).problems(file.path, in: SwiftText(file.text).code, "use a span or an array here")
  }

  static func mayUsePointers(_ path: String) -> Bool {
    let isIndex = Pattern(#"^Sources/TunegateKit/Sketches/[\w+]*Index[\w+]*\.swift$"#)
    return ["Input", "Examples", "Features", "Schema", "Tokens", "Markup", "Profiles"].contains {
      path.hasPrefix("Sources/TunegateKit/\($0)/")
    }
      || !isIndex.matches(in: path).isEmpty
  }

  // MARK: - The checks find what they are for

  @Test(
    "Forced unwrapping is found",
    arguments: [
      "x!", "a[0]!", "f()!", "x as! Int", "try! f()", "var x: Int!", "var x: [Int]!", "y = x!.z", "\"\\(x!)\"",
      "{ 1 }!", "x?!", "\"a\"!",
    ])
  func forcedIsFound(code: String) {
    #expect(Self.forced(TextFile(path: "F.swift", text: code)).count == 1)
  }

  @Test(
    "What only looks forced is not",
    arguments: ["a != b", "!a", "a && !b", "a !== b", "x!=y", "\"hi!\"", "// wow!", "/* a! /* b! */ c! */", "#\"a!\"#"])
  func unforcedIsLeft(code: String) {
    #expect(Self.forced(TextFile(path: "F.swift", text: code)).isEmpty)
  }

  @Test("Imports, prints and pointers are found in code and nowhere else")
  func others() {
    func file(_ text: String) -> TextFile { TextFile(path: "F.swift", text: text) }
    for found in ["import Foundation", "@preconcurrency import Foundation", "import FoundationEssentials"] {
      #expect(Self.foundationImports(file("import A\n" + found)).map(\.line) == [2])
    }
    #expect(Self.foundationImports(file("// import Foundation\nimport FoundryKit")).isEmpty)
    #expect(Self.prints(file("\n\nprint(1)\nx.print(1)\nsprint(2)\n\"print(3)\"")).map(\.line) == [3])
    #expect(Self.pointers(file("let p: UnsafeMutableRawPointer\nlet q: UnsafePointer<Int>")).map(\.line) == [1, 2])
    #expect(Self.pointers(file("a.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }")).isEmpty)
    #expect(Self.mayUsePointers("Sources/TunegateKit/Sketches/NearIndex.swift"))
    #expect(Self.mayUsePointers("Sources/TunegateKit/Sketches/NearIndex+State.swift"))
    #expect(!Self.mayUsePointers("Sources/TunegateKit/Sketches/Quantiles.swift"))
    #expect(!Self.mayUsePointers("Sources/TunegateKit/Rules/ExactDuplicate.swift"))
  }

  @Test("A function's length is measured from its keyword to its closing brace")
  func lengths() {
    let code = """
      protocol P {
        func a(_ x: Int)
        init(b: Int)
        func c() -> Int
      }
      struct S<T> {
        init?(d: () -> Void = { }) { self.init() }
        func e<U>(
          f: U
        ) throws -> Int
        where U: A,
          T: B {
          if x { y() }
          func inner() { }
        }
        static func < (a: S, b: S) -> Bool { true }
        deinit {
        }
      }
      """
    let spans = FunctionSpan.all(in: code).map { "\($0.name) \($0.line) \($0.lines)" }
    #expect(spans == ["init? 7 1", "func e 8 8", "func inner 14 1", "func < 16 1", "deinit 17 2"])
    let long = "func f() {\n" + String(repeating: "x()\n", count: 69) + "}"
    #expect(Self.longFunctions(TextFile(path: "F.swift", text: long)).count == 1)
    #expect(Self.longFunctions(TextFile(path: "F.swift", text: long.replacing("{\nx()", with: "{"))).isEmpty)
  }

  @Test("Strings and comments are told from code")
  func takingApart() {
    let text = SwiftText(
      """
      let a = "x // y" // one "two"
      let b = #"\\(no) " "# + "\\(c + "\\(d)")"
      let e = \"""
        f " g
        \""" /* h
      i */ + j
      """)
    let code = #"""
      let a = "" 
      let b = "" + ""(c + ""(d))
      let e = ""

       
       + j
      """#
    #expect(text.code == code)
    #expect(text.comments == "// one \"two\"\n\n\n\n h\ni ")
  }
}
