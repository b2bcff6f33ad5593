@testable import TunegateKit

/// What a section of a standard says of a format, as texts that it allows and texts that it does not.
struct FormatCase: Sendable, CustomStringConvertible {
  let format: StringFormat
  let section: String
  let valid: [String]
  let invalid: [String]

  init(_ format: StringFormat, _ section: String, valid: [String] = [], invalid: [String] = []) {
    (self.format, self.section, self.valid, self.invalid) = (format, section, valid, invalid)
  }

  var description: String { "\(format.rawValue): \(section)" }
}

/// U+FDD0, which a literal may not name.
private let noncharacter = String(decoding: [0xef, 0xb7, 0x90] as [UInt8], as: UTF8.self)
private let label63 = String(repeating: "a", count: 63)

enum FormatCorpus {
  static let times: [FormatCase] = [
    FormatCase(
      .date, "RFC 3339, 5.6 and 5.7: a day of the Gregorian calendar",
      valid: ["0000-02-29", "2000-02-29", "2024-02-29", "9999-12-31"],
      invalid: ["1900-02-29", "2023-02-29", "2024-04-31", "2024-13-01", "2024-1-01", "2024-01-01 ", "", "2024-01"]),
    FormatCase(
      .time, "RFC 3339, 5.6: partial-time and time-offset",
      valid: ["00:00:00Z", "23:59:59.999z", "12:00:00+23:59", "12:00:00-00:00"],
      invalid: ["12:00Z", "12:00:00", "12:00:00.Z", "12:00:00+2:00", "24:00:00Z", "12:00:00+24:00", "12:00:00,5Z", ""]),
    FormatCase(
      .time, "RFC 3339, 5.7: a leap second is at 23:59:60 UTC",
      valid: ["23:59:60Z", "15:59:60-08:00", "00:29:60+00:30"],
      invalid: ["12:00:60Z", "23:59:60+01:00", "23:59:61Z"]),
    FormatCase(
      .dateTime, "RFC 3339, 5.6: full-date T full-time",
      valid: ["1985-04-12T23:20:50.52Z", "1996-12-19t16:39:57-08:00", "1937-01-01T12:00:27.87+00:20"],
      invalid: ["1985-04-12 23:20:50Z", "1985-04-12T23:20:50", "1985-04-31T23:20:50Z", "1985-04-12T", "1985-04-12"]),
    FormatCase(
      .duration, "RFC 3339, appendix A",
      valid: ["P1Y", "P1Y2M3DT4H5M6S", "PT1M", "P3W", "PT0S", "P1M2DT3M4S"],
      invalid: ["P", "PT", "P1", "P1YT", "P1Y2D", "PT1H2S", "P1W1D", "P1.5D", "p1d", "1D", "P1D1D", "PT1D", "P1H"]),
  ]

  static let addresses: [FormatCase] = [
    FormatCase(
      .ipv4, "RFC 2673, 3.2: four decimal bytes",
      valid: ["0.0.0.0", "255.255.255.255", "1.20.255.3"],
      invalid: ["", "1.2.3", "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "01.2.3.4", "256.1.1.1", "1.2.3.1000", "1..2.3"]),
    FormatCase(
      .ipv6, "RFC 4291, 2.2: the three text forms",
      valid: [
        "::", "::1", "1::", "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
        "::FFFF:129.144.52.38", "1:2:3:4:5:6:1.2.3.4",
      ],
      invalid: [
        "", ":", ":::", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2:3:4:5:6:7:8", "1::2::3", "12345::",
        "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::1.2.3.4:5", "::g", "::1%eth0",
      ]),
    FormatCase(
      .uuid, "RFC 4122, 3: 8-4-4-4-12 hex digits in either case",
      valid: ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"],
      invalid: ["", "f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}"]),
    FormatCase(
      .jsonPointer, "RFC 6901, 3: ~ is followed by 0 or 1",
      valid: ["", "/", "/a~0b~1c", "/foo/0", "//"], invalid: ["a", "#/a", "/~", "/~2", "/a/~x"]),
    FormatCase(
      .relativeJSONPointer, "Relative JSON Pointers, 3: a number, then # or a pointer",
      valid: ["0", "10/a", "0#", "2/"], invalid: ["", "/a", "01", "1##", "-1", "1a", "1/~"]),
  ]

  static let names: [FormatCase] = [
    FormatCase(
      .hostname, "RFC 1123, 2.1: letters, digits and inner hyphens",
      valid: ["localhost", "1a.EXAMPLE", "a-b", "a--b.c", "ab--cd", label63, "0.1"],
      invalid: ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", label63 + "a", "ä.de", "a\n"]),
    FormatCase(
      .hostname, "RFC 1034, 3.1: 255 octets on the wire are 253 characters",
      valid: ["\(label63).\(label63).\(label63).\(label63.dropLast(2))"],
      invalid: ["\(label63).\(label63).\(label63).\(label63.dropLast(1))"]),
    FormatCase(
      .hostname, "RFC 5890, 2.3.2.1: an A-label is the encoding of a U-label",
      valid: ["xn--bcher-kva.example", "XN--BCHER-KVA"],
      invalid: ["xn--a", "xn--bcher-kv", "xn--abc-", "xn--99999999999999999999999999999999", "xn--a-ecp.ru"]),
    FormatCase(
      .idnHostname, "RFC 5891, 4.2 and 5.4: U-labels",
      valid: ["bücher.example", "faß.de", "例え.テスト", "пример。испытание", "xn--bcher-kva"],
      invalid: ["Bücher", "bu\u{308}cher", "ab--ü", "-ü", "ü-", "\u{301}a", "♥.example", "ü..a", "ü.", ""]),
    FormatCase(
      .idnHostname, "RFC 5891, 4.2.1: Unicode normalization form C",
      valid: ["q\u{323}\u{307}", "ạ\u{307}", "ক\u{9c7}", "\u{625}\u{653}"],
      invalid: ["q\u{307}\u{323}", "a\u{323}", "a\u{325}\u{301}", "ক\u{9c7}\u{9be}", "\u{622}\u{655}"]),
    FormatCase(
      .idnHostname, "RFC 5893, 2: the Bidi rule holds in every label once one is right-to-left",
      valid: ["אבג", "א1", "a.אבג", "א-1", "1a.b"], invalid: ["1a.אבג", "אa", "א1٢", "1א"]),
    FormatCase(
      .idnHostname, "RFC 1034, 3.1: the lengths are those of the A-labels",
      valid: ["ä" + label63.dropLast(9)], invalid: ["ä" + label63.dropLast(6), String(repeating: "例", count: 64)]),
  ]

  static let mail: [FormatCase] = [
    FormatCase(
      .email, "RFC 5321, 4.1.2: Dot-string and Quoted-string",
      valid: ["a@b", "a.b+c@d-e.f", "!#$%&'*+-/=?^_`{|}~@a", #""a b\"c"@d"#, #"""@a"#, #""a\\"@a"#],
      invalid: ["", "@", "a", "a@", "@a", "a..b@c", ".a@b", "a.@b", "a b@c", #""a@b"#, #""a\"@b"#, "a@b@c", "a@b."]),
    FormatCase(
      .email, "RFC 5321, 4.1.3: address literals",
      valid: ["a@[1.2.3.4]", "a@[IPv6:::1]", "a@[ipv6:1:2:3:4:5:6:7:8]"],
      invalid: ["a@[1.2.3]", "a@[::1]", "a@[IPv6:]", "a@[", "a@[]", "a@[1.2.3.4", "a@[1.2.3.4]b", "a@[x-tag:1]"]),
    FormatCase(
      .email, "RFC 5321, 4.5.3.1: 64 octets before the at sign; RFC 1035, 2.3.4: 63 in a label",
      valid: ["\(label63)b@\(label63)"], invalid: ["\(label63)bc@d", "a@\(label63)b", "ä@b", "a@bä"]),
    FormatCase(
      .idnEmail, "RFC 6531, 3.3: UTF-8 in atoms, quoted strings and labels",
      valid: ["δοκιμή@παράδειγμα.δοκιμή", "\"ä b\"@c", "a@b"],
      invalid: ["δοκιμή", "ä..ä@b", "ä@-b", "\"\\ä\"@b", "a@ä..b"]),
  ]

  static let identifiers: [FormatCase] = [
    FormatCase(
      .uri, "RFC 3986, 1.1.2: the examples",
      valid: [
        "ftp://ftp.is.co.za/rfc/rfc1808.txt", "http://www.ietf.org/rfc/rfc2396.txt", "ldap://[2001:db8::7]/c=GB?a?b",
        "mailto:John.Doe@example.com", "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212",
        "telnet://192.0.2.16:80/", "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
      ]),
    FormatCase(
      .uri, "RFC 3986, 3: the parts",
      valid: ["a:", "a:/", "a://", "a:b//c", "a:?#", "a://u:p@h:/", "a://[v1.a:b]:8", "a:%00?/?#?/", "a:@:"],
      invalid: [
        "", ":", "a", "//a", "1:b", "a:#b#c", "a:%0", "a:%0g", "a://b:c", "a://b@c@d", "a://[::1", "a://[v.a]",
        "a://[v1.]", "a://[1::2::3]", "a:[b]", "a://[::1]b", "a:b c", "a:ä", "a://[::1%25en1]",
      ]),
    FormatCase(
      .uriReference, "RFC 3986, 4.1: relative references",
      valid: ["", "a", "/a:b", "./a:b", "//", "//a?b", "?a", "#a", "a/b:c", "%41:".dropLast(1).description],
      invalid: [":a", "1a:b", "a%4:", "%41:b", "//a:b", "##", "\\"]),
    FormatCase(
      .iri, "RFC 3987, 2.2: ucschar everywhere but in schemes and ports, iprivate in the query alone",
      valid: ["http://ä.ö/ü?\u{e000}#ß", "a:\u{10000}", "a:\u{efffd}"],
      invalid: [
        "ä:b", "a:\u{e000}", "a:#\u{f0000}", "a:" + noncharacter, "a:\u{1fffe}", "a:\u{e0001}", "a:\u{80}", "ä",
      ]),
    FormatCase(
      .iriReference, "RFC 3987, 2.2: irelative-ref", valid: ["ä", "//ä/ö", "#ß", ""],
      invalid: ["ä:b", "\\ä", "a\u{9f}"]),
    FormatCase(
      .uriTemplate, "RFC 6570, 2: literals, operators, variables, modifiers",
      valid: ["", "a{b}", "{+a,b*,c:3}", "{#a.b_1}", "{%41b}", "{a:9999}", "ä{b}%41", "{?q}{&r}", "{=a}"],
      invalid: [
        "{", "}", "{}", "{a", "{a}}", "{{a}}", "{a:0}", "{a:}", "{a:10000}", "{a*:1}", "{.}", "{a.}", "%4", "a b",
        "{ä}", "{a b}", "<", "{a,}",
      ]),
  ]
}
