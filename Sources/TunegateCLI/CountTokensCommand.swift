import ArgumentParser
import TunegateKit

/// `tunegate count-tokens`: a JSON string a line on standard input, its number of tokens a line on standard output. For
/// comparison with the libraries that the counts must equal.
struct CountTokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count-tokens", abstract: "Count the tokens of JSON strings on standard input.", shouldDisplay: false)

  @Argument(help: "tokenizer.json or a rank file of tiktoken.")
  var tokenizer: String

  @Option(help: "How the text of a rank file is cut.")
  var pattern: String?

  @Flag(help: "Print the ids of the tokens, with commas between.")
  var ids = false

  func run() throws {
    do {
      var counting = TokenCounting(try Tokenizer(contentsOf: tokenizer, pattern: pattern), printsIDs: ids)
      while let line = readLine() {
        guard try StandardStream.output.write(counting.answer(line)) == .written else { return }
      }
    } catch {
      Complaint.write("\(error)")
      throw ExitStatus(code: 2)
    }
  }
}
