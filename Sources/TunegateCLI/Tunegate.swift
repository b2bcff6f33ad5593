import ArgumentParser
import TunegateKit

@main
struct TunegateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tunegate",
    abstract: "Audits fine-tuning data and decides whether fine-tuning should proceed.",
    version: Tunegate.version,
    subcommands: [
      CheckCommand.self, MergeCommand.self, RulesCommand.self, ExplainCommand.self, InitCommand.self, RouteCommand.self,
      FixCommand.self,
      LadderCommand.self, ConfigCommand.self, SchemaCommand.self,
      ShuffleCommand.self, BenchStageCommand.self, BenchSchemaCommand.self, BenchLadderCommand.self, BowtieCommand.self,
      CountTokensCommand.self,
    ])

  static func main() async {
    StandardStream.prepareProcess()
    Tunegate.prepareProcess()
    // Not even the program's own name: then the arguments could not be read, and help with code 0 would open the gate.
    guard !CommandLine.arguments.isEmpty else {
      Complaint.write(
        "tunegate: the command line cannot be read: expected it in /proc/self/cmdline; "
          + "mount /proc here and try again (in a chroot: mount -t proc proc /proc)")
      Machine.exit(2)
    }
    do {
      var command = try parseAsRoot(nil)
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let status as ExitStatus {
      Machine.exit(status.code)
    } catch {
      leave(error)
    }
  }

  /// The argument parser's own way out, but with 2 where it would say 64: usage is no judgement.
  private static func leave(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    if code == .success {
      do { _ = try StandardStream.output.write(text + "\n") } catch {
        Complaint.write("tunegate: \(error)")
        Machine.exit(2)
      }
      Machine.exit(0)
    }
    Complaint.write(text)
    Machine.exit(2)
  }
}

/// Ends the process with a code; everything has been said.
struct ExitStatus: Error {
  var code: Int32
}

/// Messages on standard error. When even that cannot be written there is nobody left to tell.
enum Complaint {
  static func write(_ text: String) {
    _ = try? StandardStream.error.write(text + "\n")
  }
}
