import Foundation
import Testing

/// What is packed beside the binary; the packages themselves are checked by `make packages`.
@Suite("Packages")
struct PackageTests {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let scripts = repository.appendingPathComponent("Scripts").path

  static func has(_ tools: String...) -> Bool {
    tools.allSatisfy { (try? Workshop().shell("command -v \($0)").status) == 0 }
  }

  @Test("The man page has every command and option that the help has", .enabled(if: has("python3"), "no python3"))
  func manual() throws {
    let shop = try Workshop()
    let made = try shop.shell(
      "tunegate --experimental-dump-help | SOURCE_DATE_EPOCH=0 python3 -B '\(Self.scripts)/manual.py' 1.2.3 > a.1")
    #expect(made.status == 0, "\(made.errors)")
    let page = (shop.text("a.1") ?? "").replacing("\\-", with: "-").replacing("\\&", with: "")
    #expect(page.contains(".Dd January 1, 1970\n") && page.contains("Tunegate 1.2.3"))
    for command in ["check", "merge", "fix", "init", "route", "ladder", "rules", "explain"] {
      #expect(page.contains("\n.Ss tunegate \(command)\n"), "no section on \(command)")
      let help = try shop.run("help", command).text
      let options = Set(help.split { " ,[]|<=\n".contains($0) }.filter { $0.hasPrefix("--") })
      let section = page.split(separator: "\n.Ss ").first { $0.hasPrefix("tunegate \(command)\n") } ?? ""
      for option in options.subtracting(["--help", "--version"]) {
        #expect(section.contains("Fl \(option.dropFirst())"), "\(command): no \(option)")
      }
    }
    #expect(!page.contains("bench-") && !page.contains("bowtie"), "commands that help does not show")
    if Self.has("mandoc") {
      let lint = try shop.shell("mandoc -T lint -W warning a.1")
      #expect(lint.status == 0, "\(lint.text)")
    }
  }

  @Test("Completions are scripts that their shells can read", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) throws {
    let shop = try Workshop()
    #expect(try shop.shell("tunegate --generate-completion-script \(shell) > script").status == 0)
    let script = try #require(shop.text("script"))
    #expect(script.contains("completion-schema") && script.contains("explain"))
    guard Self.has(shell) else { return }
    let read = try shop.shell("\(shell) -n script")
    #expect(read.status == 0 && read.errors.isEmpty, "\(read.errors)")
  }

  @Test("A wheel's tags are what its binary needs", .enabled(if: has("python3"), "no python3"))
  func platforms() throws {
    let shop = try Workshop()
    try shop.write(
      "tags.py",
      """
      import pathlib, sys
      from types import SimpleNamespace as Fake
      sys.path.insert(0, sys.argv[1])
      import wheel
      def tags(needed, *versions):
          return wheel.platform(
              Fake(needed=needed, is_static=not needed, machine="x86_64", versions={"a": list(versions)}))[0]
      assert tags([]) == [f"{tag}_x86_64" for tag in ("manylinux_2_17", "manylinux2014", "musllinux_1_1")]
      libc = ["libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"]
      assert tags(libc, "GLIBC_2.2.5", "GLIBC_2.35", "GLIBC_2.9") == ["manylinux_2_35_x86_64"]
      assert tags(libc, "GLIBC_2.2.5") == ["manylinux_2_17_x86_64"]
      assert tags(libc + ["libzstd.so.1"], "GLIBC_2.35") == ["linux_x86_64"]
      if sys.platform == "linux":
          built = wheel.Elf(pathlib.Path(sys.argv[2]))
          assert any("xml2" in name for name in built.needed), built.needed
          assert any(name.startswith("GLIBC_2.") for names in built.versions.values() for name in names)
          assert wheel.platform(built)[0] == [f"linux_{built.machine}"]
      """)
    let outcome = try shop.shell("python3 -B tags.py '\(Self.scripts)' '\(BuiltBinary.url.path)'")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
