/// The names of HTML's elements and entities, as far as they tell markup from text that looks like it.
enum HTMLName {
  /// Elements that hardly anything else is called: a start tag with its end tag is markup.
  ///
  /// Not here: what Markdown has no other way to say (`sub`, `sup`, `u`, `kbd`, `details`), and what placeholders and
  /// tags of one's own are called (`title`, `code`, `summary`, `section`, `address`, `form`).
  private static let telling: Set<String> = [
    "a", "aside", "b", "big", "blockquote", "body", "caption", "center", "dd", "del", "div", "dl", "dt", "em",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "html", "i", "iframe", "ins",
    "li", "nav", "noscript", "ol", "p", "pre", "script", "small", "span", "strike", "strong", "style", "table", "tbody",
    "td", "th", "thead", "tr", "tt", "ul",
  ]

  private static let others: Set<String> = [
    "abbr", "acronym", "address", "area", "article", "audio", "base", "bdi", "bdo", "br", "button", "canvas", "cite",
    "code", "col", "colgroup", "data", "datalist", "details", "dfn", "dialog", "dir", "embed", "fieldset", "form",
    "frame", "frameset", "header", "hgroup", "hr", "img", "input", "kbd", "label", "legend", "link", "main", "map",
    "mark", "menu", "meta", "meter", "object", "optgroup", "option", "output", "param", "picture", "progress", "q",
    "rp", "rt", "ruby", "s", "samp", "search", "section", "select", "slot", "source", "sub", "summary", "sup",
    "template", "textarea", "tfoot", "time", "title", "track", "u", "var", "video", "wbr",
  ]

  /// Attributes that a tag of HTML has and a placeholder has not.
  private static let attributes: Set<String> = [
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "content",
    "data-id", "face", "height", "href", "id", "lang", "name", "onclick", "rel", "rowspan", "size", "src", "style",
    "target", "title", "type", "valign", "width",
  ]

  /// Entities that pages are full of and that no program calls a variable.
  private static let entities: Set<String> = [
    "nbsp", "amp", "lt", "gt", "quot", "apos", "hellip", "mdash", "ndash", "lsquo", "rsquo", "ldquo", "rdquo", "laquo",
    "raquo", "bull", "middot", "euro", "eacute", "egrave", "ecirc", "agrave", "aacute", "acirc", "iacute", "oacute",
    "ocirc", "uacute", "ntilde", "ccedil", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml", "szlig", "rarr", "larr",
  ]

  /// Elements that a page's fragment may begin with.
  private static let fragments = telling.union(["article", "br", "header", "img", "main", "section", "form"])

  static func isElement(_ name: String) -> Bool { telling.contains(name) || others.contains(name) }
  static func isTelling(_ name: String) -> Bool { telling.contains(name) }
  static func isAttribute(_ name: String) -> Bool { attributes.contains(name) }
  static func isEntity(_ name: String) -> Bool { entities.contains(name) }

  /// True for a root element of a page or a part of one, which need not be well-formed.
  static func isOfFragments(_ name: XMLDocument.Name) -> Bool {
    name.namespace.isEmpty && fragments.contains(name.local.lowercased())
  }
}
