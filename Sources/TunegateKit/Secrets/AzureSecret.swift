enum AzureSecret {
  private static let client = ASCIISet(alphanumeric: true, "_~.-")

  /// Of Entra ID: three characters, a digit, `Q~` and 31 to 34 characters. `at` is that of the `Q`.
  static func readClientSecret(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard at >= 4, text[at - 1].isASCIIDigit, (at - 4..<at).allSatisfy({ client.contains(text[$0]) }),
      at == 4 || !client.contains(text[at - 5])
    else { return nil }
    var end = text.end(of: client, from: at + 2, most: 40)
    // The full stop of a sentence.
    while end > at, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
    guard (31...34).contains(end - at - 2), !text.isWord(end),
      !Placeholder.isLikely(text, at + 2..<end, distinct: 12)
    else { return nil }
    return SecretHit(.azureSecret, at - 4..<end)
  }

  /// `AccountKey=` and 64 bytes in base 64. `at` is that of the `t`.
  static func readAccountKey(_ text: Span<UInt8>, _ at: Int) -> SecretHit? {
    guard text.has("AccountKey=", at: at - 6) else { return nil }
    let start = at + 5
    let end = text.end(of: TokenSet.base64, from: start, most: 87)
    // The key of the storage emulator is the same for everyone.
    guard end - start == 86, text.has("==", at: end), !text.has("Eby8vdM02xNOcqFlqUwJ", at: start),
      !Placeholder.isLikely(text, start..<end, distinct: 20)
    else { return nil }
    return SecretHit(.azureAccountKey, start..<end + 2)
  }
}
