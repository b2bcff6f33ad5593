#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an example asks of a model.
enum RouteClass: Int, CaseIterable {
  /// An answer in a form: JSON, a query, a call.
  case structure
  /// A label from a closed list.
  case label
  /// A fact that the prompt does not hold.
  case knowledge
  /// A fact from a text in the prompt.
  case grounded
  /// Steps that lead to the answer.
  case reasoning
  /// Prose.
  case prose

  var route: Route {
    switch self {
    case .structure, .label: .fineTune
    case .knowledge, .grounded: .rag
    case .reasoning: .chainOfThought
    case .prose: .prompting
    }
  }
}

/// The rows of the decision matrix that one example can be in.
enum Route: Int, CaseIterable, Sendable {
  case fineTune, rag, chainOfThought, prompting
}

/// Probabilities of the classes for one example, by the multinomial logistic regression in `RouteWeights`.
struct RouteProbabilities {
  /// By `RouteClass`; they add up to 1.
  private(set) var classes: [Double]

  init(_ vector: RouteVector) {
    let width = RouteWeights.rowLength
    var scores = RouteWeights.intercepts
    for (i, value) in vector.values.enumerated() {
      let row = i * width
      let standard = (value - RouteWeights.table[row]) / RouteWeights.table[row + 1]
      for k in scores.indices { scores[k] += RouteWeights.table[row + 2 + k] * standard }
    }
    let peak = scores.max() ?? 0
    let odds = scores.map { exp(Double($0 - peak)) }
    let sum = odds.reduce(0, +)
    classes = odds.map { $0 / sum }
  }

  func callAsFunction(_ route: Route) -> Double {
    RouteClass.allCases.reduce(0) { $0 + ($1.route == route ? classes[$1.rawValue] : 0) }
  }

  /// The likeliest route and its probability.
  var best: (route: Route, probability: Double) {
    var best = (route: Route.fineTune, probability: -1.0)
    for route in Route.allCases where self(route) > best.probability { best = (route, self(route)) }
    return best
  }
}

/// How an example is routed.
struct RouteChoice: Sendable, Equatable {
  var route: Route
  var confidence: Double

  /// Below this confidence an example is not routed: of those above, 86 % are right on mixtures of unseen sets.
  static let sure = 0.7

  /// The row of the matrix; undecided for prose, which prompting alone serves, and where the model is not sure.
  var approach: Verdict.Approach {
    guard confidence >= RouteChoice.sure else { return .undecided }
    switch route {
    case .fineTune: return .fineTune
    case .rag: return .rag
    case .chainOfThought: return .chainOfThought
    case .prompting: return .undecided
    }
  }
}
