/// Why a line is not JSON: a named cause, its place, and what was found there.
struct JSONFault: Error, Equatable {
  /// Causes that people meet in data files, rather than states of a parser.
  enum Kind: String, CaseIterable {
    // The whole line
    case emptyLine, notJSON, continuation, prettyPrinted, conflictMarker, utf16, escapedTwice, tooDeep, tooLong
    // Between values
    case missingNewline, carriageReturns, commaAfterValue, trailingComma, missingComma, missingColon, emptyValue
    case unclosed, mismatchedBracket, extraBracket, comment, foreignWhiteSpace, byteOrderMark, unexpectedCharacter
    // Keys and words
    case unquotedKey, singleQuotes, typographicQuotes, pythonRepr, nonFinite, badLiteral, badNumber
    // Strings
    case unclosedString, escapedQuote, unescapedQuote, rawControl, nulRun, invalidEscape, badUnicodeEscape
    case invalidUTF8, legacyEncoding
  }

  var kind: Kind
  /// Byte offset in the line; the length of its text when something is missing at the end.
  var offset: Int
  /// What was found, in the words that `message` needs. Printable ASCII but for one decoded character.
  var detail: String

  /// Byte column, from 1.
  var column: Int { offset + 1 }
}

extension JSONFault {
  /// A sentence without a full stop: what was found, and what was expected.
  var message: String {
    switch kind {
    case .emptyLine: "the line is empty, expected a JSON value"
    case .notJSON: "the line is \(detail), expected a JSON object"
    case .continuation: "the line starts inside a string, expected a JSON object"
    case .prettyPrinted: "\(detail), expected a whole JSON object on one line"
    case .conflictMarker: "a conflict marker of git, `\(detail)`, expected a JSON object"
    case .utf16: "the text is UTF-16, expected UTF-8"
    case .escapedTwice: "an escaped quote outside a string, expected \(detail)"
    case .tooDeep: "brackets nest deeper than the limit of \(detail)"
    case .tooLong: "the line has \(detail) bytes, expected at most \(JSONTape.longestText)"
    case .missingNewline: "\(detail) on the same line, expected the end of the line"
    case .carriageReturns: "a second value behind a lone CR, expected LF or CR LF as the line end"
    case .commaAfterValue: "a comma after the whole value, expected the end of the line"
    case .trailingComma: "a comma before \(detail), expected another value or no comma"
    case .missingComma: "\(detail), expected a comma before it"
    case .missingColon: "\(detail) after a key, expected a colon"
    case .emptyValue: "\(detail), expected a value"
    case .unclosed: "the line ends inside \(detail): incomplete write?"
    case .mismatchedBracket: detail
    case .extraBracket: "\(detail) closes nothing, expected the end of the line"
    case .comment: "a comment (\(detail)), expected JSON alone, which has no comments"
    case .foreignWhiteSpace: "\(detail) outside a string, which JSON does not take as white space"
    case .byteOrderMark: "a byte order mark (U+FEFF) \(detail), expected a JSON value"
    case .unexpectedCharacter: detail
    case .unquotedKey: "the key `\(detail)` has no quotes, expected a string in double quotes"
    case .singleQuotes: "a single quote, expected double quotes around strings and keys"
    case .typographicQuotes: "a typographic quote (\(detail)), expected the plain double quote"
    case .pythonRepr: "\(detail), which is Python, expected JSON"
    case .nonFinite: "`\(detail)` is no JSON number, expected a finite number or null"
    case .badLiteral: "the word `\(detail)`, expected true, false, null or a string in double quotes"
    case .badNumber: "a number with \(detail), expected digits as in 12, -3.5 or 1e10"
    case .unclosedString: "the line ends inside the string that opens at column \(detail): raw newline in a string?"
    case .escapedQuote: "the string that opens at column \(detail) does not end: its last quote is escaped"
    case .unescapedQuote: "text follows the closing quote of a string: unescaped quote inside the string?"
    case .rawControl: "\(detail) in a string, expected its escape"
    case .nulRun: "\(detail): torn write?"
    case .invalidEscape: "the escape `\\\(detail)`, expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
    case .badUnicodeEscape: "a \\u without four hexadecimal digits behind it"
    case .invalidUTF8: "\(detail), expected UTF-8"
    case .legacyEncoding: "\(detail), expected UTF-8"
    }
  }

  /// What to do next.
  var hint: String {
    switch kind {
    case .emptyLine: "take the line out, or write the missing record"
    case .notJSON: "write one JSON object a line"
    case .continuation: "write a newline inside a string as \\n, and join this line to the one before"
    case .prettyPrinted: "write each record on one line: `jq -c . FILE`"
    case .conflictMarker: "resolve the merge conflict in this file"
    case .utf16: "convert the file: `iconv -f UTF-16 -t UTF-8 FILE`"
    case .escapedTwice: "the record was encoded twice: decode it once, `jq -c fromjson`"
    case .tooDeep: "flatten the record or raise the depth limit"
    case .tooLong: "split the record"
    case .missingNewline: "put a newline between the two values"
    case .carriageReturns: "convert the line ends: `tr '\\r' '\\n' < FILE`"
    case .commaAfterValue: "remove the comma: lines are not joined by commas"
    case .trailingComma: "remove the comma"
    case .missingComma: "put a comma between the two values"
    case .missingColon: "write a colon between the key and its value"
    case .emptyValue: "write the value, or null"
    case .unclosed: "write the record again, whole; the writer may have stopped half-way"
    case .mismatchedBracket: "close what was opened last first"
    case .extraBracket: "remove the bracket, or look for the line that opens it: a record stands on one line"
    case .comment: "remove the comment"
    case .foreignWhiteSpace: "replace it by a plain space"
    case .byteOrderMark: "remove the three bytes EF BB BF; they come from a file that was saved as UTF-8 with BOM"
    case .unexpectedCharacter: "write the record with a JSON library"
    case .unquotedKey: "put the key in double quotes"
    case .singleQuotes: "use double quotes; a single quote inside them needs no escape"
    case .typographicQuotes: "replace the quotes that a word processor put in by plain ones"
    case .pythonRepr: "write records with json.dumps(record), not with str(record) or repr(record)"
    case .nonFinite: "write null or leave the key out; json.dumps(record, allow_nan=False) finds where they come from"
    case .badLiteral: "quote the text, or correct the word"
    case .badNumber: "write the number as JSON has it, or quote it"
    case .unclosedString:
      "write a newline inside a string as \\n; or, if the writer stopped here, write the record again"
    case .escapedQuote: "double the backslash (`\\\\\"`) or take it out"
    case .unescapedQuote: "write a quote inside a string as \\\""
    case .rawControl: "write it as an escape, such as \\n, \\t or \\u001b; a JSON library does"
    case .nulRun: "write the record again; a crashed writer or a sparse copy leaves NUL bytes"
    case .invalidEscape: "write \\\\ for a backslash, and a single quote without one"
    case .badUnicodeEscape: "write \\u and four hexadecimal digits, or \\\\u for the text itself"
    case .invalidUTF8: "find the step that cut or damaged the text, or convert the file to UTF-8"
    case .legacyEncoding: "convert the file: `iconv -f WINDOWS-1252 -t UTF-8 FILE`"
    }
  }
}
