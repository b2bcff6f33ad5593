/// What the names and cards of the files promise.
struct FileFacts: Sendable, Equatable {
  var missingShards: [MissingShards] = []
  var declaredCounts: [DeclaredCount] = []
}
