/// Files that let a repository check its data by itself: what `tunegate init --pre-commit` and `--ci` write.
public enum StarterFile: String, Sendable, CaseIterable {
  case preCommit = "pre-commit"
  case github
  case gitlab

  /// Where it belongs, from the repository's root.
  public var path: String {
    switch self {
    case .preCommit: ".pre-commit-config.yaml"
    case .github: ".github/workflows/tunegate.yml"
    case .gitlab: ".gitlab-ci.yml"
    }
  }

  /// The whole file.
  ///
  /// - Parameter paths: What is to be checked; the working directory when there is none.
  public func text(_ paths: [String]) -> String {
    let data = paths.isEmpty || paths.contains("-") ? ["."] : paths
    switch self {
    case .preCommit: return "repos:\n" + hook(data)
    case .github: return workflow(data)
    case .gitlab: return job(data)
    }
  }

  /// What to do with an existing file: where something is to be added, and what.
  public func addition(_ paths: [String]) -> (place: String, text: String) {
    let data = paths.isEmpty || paths.contains("-") ? ["."] : paths
    switch self {
    case .preCommit: return ("under 'repos:'", hook(data))
    case .github: return ("as another file in .github/workflows/", workflow(data))
    case .gitlab: return ("as another job", job(data))
    }
  }

  private func hook(_ paths: [String]) -> String {
    """
      - repo: local
        hooks:
          # The whole set on every commit, whatever is staged: duplicates can only be judged together.
          - id: tunegate
            name: tunegate (the whole data set)
            entry: tunegate check --quiet
            args: [\(paths.map(ConfigText.quoted).joined(separator: ", "))]
            language: system
            pass_filenames: false
            files: '\\.(jsonl|ndjson)(\\.gz|\\.zst)?$|(^|/)\\.tunegate\\.yml$'

    """
  }

  private func workflow(_ paths: [String]) -> String {
    let words = paths.map(StarterFile.shellWord).joined(separator: " ")
    return """
      name: Training data
      on: [push, pull_request]
      permissions: {contents: read, security-events: write}
      jobs:
        tunegate:
          runs-on: ubuntu-latest
          steps:
            - uses: actions/checkout@v4
              with: {lfs: true}
            # Needs tunegate on PATH: a runner that has it, or a step before this one that installs it.
            - name: Audit
              run: >-
                tunegate check \(words) --report terminal --report github --report sarif=tunegate.sarif
            - uses: github/codeql-action/upload-sarif@v3
              if: always()
              with: {sarif_file: tunegate.sarif}

      """
  }

  /// As `templates/gitlab.yml`; several paths stand in the command.
  private func job(_ paths: [String]) -> String {
    let isOne = paths.count == 1
    let words = isOne ? "\"$TUNEGATE_PATH\"" : paths.map(StarterFile.shellWord).joined(separator: " ")
    let variable = isOne ? "    TUNEGATE_PATH: \(paths[0] == "." ? "." : ConfigText.quoted(paths[0]))\n" : ""
    return """
      # Needs a runner image with tunegate on PATH.
      tunegate:
        stage: test
        variables:
      \(variable)    GIT_LFS_SKIP_SMUDGE: "0"
        script:
          - >-
            tunegate check \(words) --report terminal --report junit=tunegate.xml
            --report gitlab=tunegate-quality.json --report html=tunegate.html
        artifacts:
          when: always
          paths: [tunegate.html]
          reports:
            junit: tunegate.xml
            codequality: tunegate-quality.json

      """
  }

  /// A path as one word of a POSIX shell.
  static func shellWord(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "-_./+,@%".utf8.contains(byte)
    }
    return isPlain && !path.isEmpty && !path.hasPrefix("-") ? path : "'\(path.replacing("'", with: "'\\''"))'"
  }
}
