/// E-mail addresses of people: a local part and a domain that may exist, but no mailbox of an office and no example.
enum EmailAddress {
  private static let local = ASCIISet(alphanumeric: true, "._%+-'")
  private static let domain = ASCIISet(alphanumeric: true, ".-")
  /// RFC 5321, 4.5.3.1.
  private static let longestLocal = 64
  private static let longestDomain = 255

  /// Mailboxes of offices and programs, and names that stand for any name.
  private static let roles: Set<String> = [
    "info", "information", "support", "sales", "contact", "contactus", "contact-us", "contact.us", "admin",
    "administrator", "webmaster", "postmaster", "hostmaster", "abuse", "security", "privacy", "legal", "help",
    "helpdesk", "help-desk", "hello", "hi", "office", "mail", "email", "e-mail", "team", "press", "media", "marketing",
    "jobs", "career", "careers", "hr", "recruiting", "recruitment", "billing", "invoice", "invoices", "accounts",
    "accounting", "orders", "order", "service", "services", "customerservice", "customer-service", "customer.service",
    "customersupport", "customer.support", "customer-support", "customercare", "customer.care", "care", "feedback",
    "newsletter", "news", "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply",
    "root", "git", "svn", "hg", "nobody", "daemon", "mailer-daemon", "notifications", "notification", "alerts",
    "returns", "refunds", "enquiries", "inquiries", "enquiry", "inquiry", "reservations", "booking", "bookings",
    "editor", "events", "kontakt", "contato", "contacto", "ventas", "vertrieb", "bewerbung",
    "user", "user1", "user123", "username", "user.name", "name", "yourname", "your.name", "your-name", "your_name",
    "youremail", "your.email", "your-email", "your_email", "you", "me", "myname", "my.name", "myemail", "my.email",
    "someone", "somebody", "anyone", "person", "customer", "client", "employee", "student", "recipient", "sender",
    "test", "tester", "testuser", "test.user", "example", "sample", "demo", "foo", "bar", "baz", "foobar", "abc",
    "xyz", "xxx", "john.doe", "johndoe", "john_doe", "jane.doe", "janedoe", "jane_doe", "jdoe", "j.doe", "doe",
    "john", "jane", "first.last", "firstname.lastname", "firstname", "lastname", "fname.lname", "first_last",
  ]

  /// Labels of domains in examples: what `example` is by RFC 2606, these are by habit.
  static let madeUpNames: Set<String> = [
    "example", "examples", "domain", "mydomain", "yourdomain", "your-domain", "somedomain", "company", "mycompany",
    "yourcompany", "your-company", "companyname", "test", "testing", "foo", "bar", "baz", "foobar", "abc", "xyz",
    "acme",
    "contoso", "fabrikam", "website", "mywebsite", "yourwebsite", "site", "mysite", "yoursite", "emailaddress",
    "placeholder", "somewhere", "nowhere", "anywhere", "invalid", "localhost", "users.noreply", "noreply", "email",
    "sample", "demo", "dummy", "fake", "business", "yourbusiness", "organization", "yourorganization", "xxx", "xxxx",
    "server", "hostname", "host", "provider", "school", "university", "brand", "yourbrand", "store", "yourstore",
  ]

  /// - Parameter at: that of the `@`.
  static func read(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard var start = localStart(text, at), let end = domainEnd(text, at) else { return nil }
    // In a text that was escaped twice, `\n` stands before it.
    if text.byte(before: start) == UInt8(ascii: "\\"), start + 1 < at { start += 1 }
    // The user of a URL is no address.
    if text.has("//", at: start - 2) || text.byte(before: start) == UInt8(ascii: "@") { return nil }
    let name = text.lowercased(start..<at)
    let labels = text.lowercased(at + 1..<end).split(separator: ".")
    guard let top = labels.last, TopLevelDomain.isKnown(String(top)), !roles.contains(name),
      !labels.dropLast().contains(where: { madeUpNames.contains(String($0)) }),
      !Placeholder.hasPattern(text, start..<at), isName(text, start..<at)
    else { return nil }
    return SecretHit(.email, start..<end)
  }

  /// `123@…` is nobody; longer numbers are accounts of some providers.
  private static func isName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.contains { text[$0].isASCIILetter } || range.count >= 5
  }

  private static func localStart(_ text: Span<UInt8>, _ at: Int) -> Int? {
    var start = at
    while start > 0, at - start <= longestLocal, local.contains(text[start - 1]) { start -= 1 }
    guard at - start <= longestLocal else { return nil }
    // Quotation marks and the dots of a sentence before it.
    while start < at, !text[start].isASCIILetter, !text[start].isASCIIDigit, text[start] != UInt8(ascii: "_") {
      start += 1
    }
    guard start < at, text[at - 1] != UInt8(ascii: ".") else { return nil }
    return start
  }

  private static func domainEnd(_ text: Span<UInt8>, _ at: Int) -> Int? {
    var end = text.end(of: domain, from: at + 1, most: longestDomain)
    // Another @ behind it: an account of a social network, or an address within an address.
    if text.byte(end) == UInt8(ascii: "@") || text.byte(end) == UInt8(ascii: "_") { return nil }
    while end > at + 1, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: "-") { end -= 1 }
    guard end > at + 3, !text.has("..", at: at + 1), text[at + 1].isASCIILetter || text[at + 1].isASCIIDigit
    else { return nil }
    var dots = 0
    for i in at + 1..<end where text[i] == UInt8(ascii: ".") {
      if text[i - 1] == UInt8(ascii: ".") || text[i - 1] == UInt8(ascii: "@") { return nil }
      dots += 1
    }
    return dots > 0 ? end : nil
  }
}
