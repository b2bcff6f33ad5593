import ArgumentParser
import TunegateKit

/// `tunegate route`: splits a set along the decision matrix, and routes live queries by what that taught.
struct RouteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "Split a set along the decision matrix: one file for each approach.",
    discussion: """
      Writes fine-tune.jsonl, rag.jsonl, chain-of-thought.jsonl, undecided.jsonl and rejected.jsonl into DIR, every \
      line in exactly one, its bytes unchanged, and routing.json with counts, evidence and a small router for live \
      queries. With --router, routes queries instead and prints one JSON object each.
      """)

  @Argument(help: "Files, folders or quoted globs. They are read twice, so standard input will not do.")
  var paths: [String] = []

  @OptionGroup var settings: SettingOptions

  @Option(
    name: [.short, .long], help: ArgumentHelp("Folder for the files; made if it is not there.", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("A routing.json, to route queries by.", valueName: "file"))
  var router: String?

  @Option(help: ArgumentHelp("A query, or - for one a line on standard input.", valueName: "text"))
  var query: String?

  func validate() throws {
    if (router == nil) != (query == nil) {
      throw ValidationError("--router and --query belong together: which router, and which query")
    }
    guard router == nil else {
      if !paths.isEmpty || output != nil { throw ValidationError("--query takes no PATH and no --output") }
      return
    }
    if output == nil { throw ValidationError("--output is missing: the folder to write to") }
    if paths.isEmpty || paths.contains("-") {
      throw ValidationError("expected files or folders: the set is read twice, which standard input cannot be")
    }
  }

  func run() async throws {
    if let router, let query { return try routeQueries(router, query) }
    guard let output else { return }
    let effective = try settings.load()
    let audit = await Pipeline.audit(paths, settings: effective, options: AuditOptions(jobs: Machine.cores))
    guard audit.report.problems.isEmpty else {
      for problem in audit.report.problems { Complaint.write("tunegate: \(problem)") }
      throw ExitStatus(code: 2)
    }
    let splitter = SetRouter(audit, settings: effective)
    do {
      try Machine.makeFolder(output)
      try splitter.write(into: output)
    } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    var text = ""
    for (name, count) in zip(SetRouter.files, splitter.counts) {
      text += "\(output)/\(name).jsonl  \(count) line\(count == 1 ? "" : "s")\n"
    }
    _ = try StandardStream.output.write(text + "\(output)/routing.json\n")
  }

  private func routeQueries(_ path: String, _ query: String) throws {
    let router: QueryRouter
    do { router = try QueryRouter(contentsOf: path) } catch {
      Complaint.write("tunegate: \(error)")
      throw ExitStatus(code: 2)
    }
    func answer(_ text: String) throws {
      let (approach, lead) = router.route(Array(text.utf8))
      _ = try StandardStream.output.write("{\"approach\": \"\(approach)\", \"lead\": \(lead)}\n")
    }
    guard query == "-" else { return try answer(query) }
    while let line = readLine() { try answer(line) }
  }
}
