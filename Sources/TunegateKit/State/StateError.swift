/// Why states cannot be read or joined: which file, what was found, what was expected, what to do.
public struct StateError: Error, Equatable, CustomStringConvertible {
  /// The path as the user gave it.
  public var path: String
  /// A sentence without a full stop whose subject is the path.
  public var message: String

  init(_ path: String, _ message: String) { (self.path, self.message) = (path, message) }

  /// A section whose bytes are whole and yet none: another program's.
  init(_ path: String, section: String, _ fault: StateFault) {
    self.init(
      path, "holds a section '\(section)' that cannot be read: \(fault.message); write the state again")
  }

  public var description: String { "\(SafeText(unicode: true).fit(path, 4096).plain): \(message)" }
}
