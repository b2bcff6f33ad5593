import Foundation
import Testing

/// The data plane makes no allocation per example: how many calls of `malloc` a run makes does not depend on how many
/// clean lines it reads. Counted in the release build, by a library that stands before the system's.
@Suite("Allocations")
struct AllocationTests {
  /// `make run` builds it.
  private static let release = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build/release/tunegate")

  private static let counter = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdatomic.h>
    #include <stdio.h>
    #include <stdlib.h>
    static atomic_ulong count;
    void *malloc(size_t n) {
      static void *(*next)(size_t);
      if (!next) next = dlsym(RTLD_NEXT, "malloc");
      atomic_fetch_add(&count, 1);
      return next(n);
    }
    void *realloc(void *old, size_t n) {
      static void *(*next)(void *, size_t);
      if (!next) next = dlsym(RTLD_NEXT, "realloc");
      atomic_fetch_add(&count, 1);
      return next(old, n);
    }
    int posix_memalign(void **out, size_t alignment, size_t n) {
      static int (*next)(void **, size_t, size_t);
      if (!next) next = dlsym(RTLD_NEXT, "posix_memalign");
      atomic_fetch_add(&count, 1);
      return next(out, alignment, n);
    }
    __attribute__((destructor)) static void tell(void) {
      FILE *file = fopen(getenv("ALLOCATIONS"), "w");
      if (file) fprintf(file, "%lu", count), fclose(file);
    }
    """

  private static var cannotCount: String? {
    #if os(Linux)
      if !FileManager.default.isExecutableFile(atPath: release.path) {
        return "there is no release build; `make run` makes it"
      }
      return FileManager.default.isExecutableFile(atPath: "/usr/bin/cc") ? nil : "there is no C compiler at /usr/bin/cc"
    #else
      return "allocations are counted on Linux alone"
    #endif
  }

  /// Questions with worked-out answers, system messages and several turns: what rules look at closely, and nothing that
  /// they find.
  private static func line(_ i: Int) -> String {
    let (a, b) = (i % 90 + 3, i % 70 + 2)
    let names = ["Anna", "Bert", "Carla", "Dirk", "Emma", "Fritz", "Greta"]
    let name = names[i % names.count]
    let system = "You answer questions about sums briefly."
    let prompt = "\(name) has \(a) apples in basket \(i) and buys \(b) more. How many are there, and why is that so?"
    let answer =
      "\(name) had \(a) apples before.\\nTogether that makes \(a) + \(b) = \(a + b) apples in basket \(i), as nothing "
      + "was taken away.\\n#### \(a + b)"
    let turns = [("system", system), ("user", prompt), ("assistant", answer)]
    let messages = turns.map { #"{"role": "\#($0.0)", "content": "\#($0.1)"}"# }
    return #"{"messages": [\#(messages.joined(separator: ", "))]}"#
  }

  @Test("None per example", .enabled(if: cannotCount == nil, "\(cannotCount ?? "")"))
  func none() throws {
    let workshop = try Workshop()
    try Data(Self.counter.utf8).write(to: workshop.folder.appendingPathComponent("count.c"))
    let built = try BuiltBinary.run(
      URL(fileURLWithPath: "/usr/bin/cc"), ["-shared", "-fPIC", "-O1", "-o", "count.so", "count.c", "-ldl"],
      in: workshop.folder)
    #expect(built.status == 0, "\(built.errors)")
    let few = try allocations(20_000, in: workshop.folder)
    let many = try allocations(60_000, in: workshop.folder)
    // A worker's arrays grow to the size of the largest batch, of which there are some hundred kinds.
    #expect(many <= few + 400, "\(few) for 20,000 examples, \(many) for 60,000")
  }

  private func allocations(_ examples: Int, in folder: URL) throws -> Int {
    let lines = (0..<examples).map(Self.line).joined(separator: "\n") + "\n"
    try Data(lines.utf8).write(to: folder.appendingPathComponent("data.jsonl"))
    let count = folder.appendingPathComponent("allocations")
    let outcome = try BuiltBinary.run(
      Self.release, ["bench-stage", "rules", "data.jsonl"], in: folder,
      variables: ["LD_PRELOAD": folder.appendingPathComponent("count.so").path, "ALLOCATIONS": count.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(Int(String(decoding: Data(contentsOf: count), as: UTF8.self)))
  }
}
