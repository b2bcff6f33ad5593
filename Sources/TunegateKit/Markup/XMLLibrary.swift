import CXml2

/// libxml2, set up once for the whole process and shut in: it opens no file, asks no network, and prints nothing.
///
/// Unsafe pointers in this folder: libxml2's objects are made, used and freed within one call on one thread, but for
/// compiled grammars, which nothing changes after they are made. Texts are handed over with their length and copied.
enum XMLLibrary {
  /// What every document is parsed with. Entities are not put in, DTDs are not loaded, XInclude is not followed, and no
  /// built-in limit is lifted. A declared encoding is ignored: `XMLScan` has made sure of UTF-8.
  static let options: Int32 = {
    let flags = [
      XML_PARSE_NONET, XML_PARSE_NOERROR, XML_PARSE_NOWARNING, XML_PARSE_COMPACT, XML_PARSE_NOCDATA,
      XML_PARSE_IGNORE_ENC,
    ]
    return flags.reduce(0) { $0 | Int32(bitPattern: $1.rawValue) }
  }()

  /// As `options`, for fragments of HTML.
  static let htmlOptions: Int32 = {
    let flags = [
      HTML_PARSE_RECOVER, HTML_PARSE_NONET, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_COMPACT,
      HTML_PARSE_NODEFDTD, HTML_PARSE_IGNORE_ENC,
    ]
    return flags.reduce(0) { $0 | Int32(bitPattern: $1.rawValue) }
  }()

  /// The loader is the only door to files, for every part of libxml2 and every thread of the process. It opens for the
  /// folder of a grammar while that grammar is compiled, and for nothing else.
  private static let isReady: Bool = {
    xmlInitParser()
    xmlSchemaInitTypes()
    let hasTypes = xmlRelaxNGInitTypes() == 0
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE)
    xmlSetExternalEntityLoader { address, _, context in XMLGrammarFiles.input(address, context) }
    return hasTypes
  }()

  /// Runs `body` with all that libxml2 has to say on this thread going to `log`, and nothing to standard error. What
  /// the thread's handler was before is put back, for libraries that share libxml2 with this one.
  static func run<R>(_ log: XMLErrorLog, _ body: () -> R) -> R {
    precondition(isReady, "libxml2 has no memory for its data types")
    let (handler, data) = (__xmlStructuredError().pointee, __xmlStructuredErrorContext().pointee)
    xmlSetStructuredErrorFunc(log.opaque, XMLErrorLog.handler)
    defer { xmlSetStructuredErrorFunc(data, handler) }
    return withExtendedLifetime(log) { body() }
  }
}
