/// A user and a password in a URL (RFC 3986, 3.2.1): `postgres://app:…@db.internal`.
enum URLPassword {
  private static let farthest = 256
  private static let scheme = ASCIISet(alphanumeric: true, "+-.")
  private static let user = ASCIISet(alphanumeric: true, "-._~%!$&'*+,;=")
  private static let password = ASCIISet(alphanumeric: true, "-._~%!$&'*+,;=:^|#?")
  private static let host = ASCIISet(alphanumeric: true, "-._")
  private static let shortestPassword = 4

  private static let common: Set<String> = [
    "password", "passwd", "passw", "pass", "pwd", "secret", "token", "changeme", "change-me", "change_me", "admin",
    "root", "guest", "user", "username", "test", "foobar", "hunter2", "postgres", "mysql", "mongo", "redis", "rabbitmq",
    "letmein", "qwerty", "apikey", "api_key", "api-key", "mypassword", "mypass", "mysecret", "mysecretpassword",
    "your_password", "yourpassword", "your-password", "userpassword", "dbpassword", "db_password", "dbpass", "example",
    "minioadmin", "anonymous", "pass123", "password123", "password1", "secret123", "admin123", "test123", "p@ssw0rd",
    "passw0rd", "p4ssw0rd", "s3cr3t", "s3cret", "port", "xxxx", "auth", "credentials", "authtoken", "auth_token",
    "access_token", "oauth2", "x-oauth-basic", "ghtoken", "github_token", "personal_access_token",
  ]

  /// - Parameter at: that of the `@`.
  static func read(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    var colon = -1
    var start = at
    while start > 0, at - start < farthest, password.contains(text[start - 1]) {
      start -= 1
      if text[start] == UInt8(ascii: ":") { colon = start }
    }
    guard colon >= 0, at - colon > shortestPassword, text.has("://", at: start - 3),
      (start..<colon).allSatisfy({ user.contains(text[$0]) })
    else { return nil }
    var first = start - 3
    while first > 0, start - first < 40, scheme.contains(text[first - 1]) { first -= 1 }
    let hostEnd = text.end(of: host, from: at + 1, most: 256)
    guard first < start - 3, hostEnd > at + 1, !isMadeUpHost(text.lowercased(at + 1..<hostEnd)),
      !isMadeUp(text, colon + 1..<at, user: text.lowercased(start..<colon))
    else { return nil }
    return SecretHit(.urlPassword, first..<hostEnd)
  }

  private static func isMadeUp(_ text: Span<UInt8>, _ range: Range<Int>, user: String) -> Bool {
    let word = text.lowercased(range)
    if common.contains(word) || word == user || user == "user" || user == "username" { return true }
    // A variable of a shell or a format.
    if text[range.lowerBound] == UInt8(ascii: "$") { return true }
    for at in range where text[at] == UInt8(ascii: "%") {
      var next = at
      if !text.takePercentEncoded(&next) { return true }
    }
    return Placeholder.isLikely(text, range, distinct: 3) || word.allSatisfy { $0 == "x" || $0 == "*" || $0 == "." }
      || word.hasPrefix("your") || word.hasPrefix("my")
  }

  /// Hosts that are nowhere, or on the reader's own machine.
  private static func isMadeUpHost(_ host: String) -> Bool {
    switch host {
    case "localhost", "127.0.0.1", "0.0.0.0", "host", "hostname", "server", "servername", "ip", "domain", "proxy",
      "address", "url", "proxyserver", "yourhost", "myhost", "your-host", "my-host", "host.docker.internal":
      true
    default: host.split(separator: ".").contains { EmailAddress.madeUpNames.contains(String($0)) }
    }
  }
}
