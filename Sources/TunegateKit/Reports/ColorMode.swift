/// `--color`.
public enum ColorMode: String, Sendable, CaseIterable {
  case auto, always, never

  /// The flag wins; then `NO_COLOR`, then `CLICOLOR_FORCE` and `FORCE_COLOR`, then whether the stream is a terminal
  /// that understands color.
  public func isOn(
    isTerminal: Bool, environment: (String) -> String? = ProcessEnvironment.value
  ) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = environment("NO_COLOR"), !value.isEmpty { return false }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      // By convention an empty value and 0 leave the decision to the terminal.
      if let value = environment(name), !value.isEmpty, value != "0" { return true }
    }
    return isTerminal && environment("TERM") != "dumb"
  }
}

/// What the locale can show.
public enum TerminalLocale {
  /// True when the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty names UTF-8.
  public static func isUnicode(environment: (String) -> String? = ProcessEnvironment.value) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment(name), !value.isEmpty else { continue }
      let charset = value.lowercased()
      return charset.contains("utf-8") || charset.contains("utf8")
    }
    return false
  }
}
