/// What `secret` and `personal-data` look for. The raw value is the name that settings and pages use.
enum SecretKind: String, Sendable, CaseIterable {
  case awsKey = "aws-key"
  case openAIKey = "openai-key"
  case anthropicKey = "anthropic-key"
  case skKey = "sk-key"
  case googleKey = "google-key"
  case gitHubToken = "github-token"
  case gitHubPAT = "github-pat"
  case gitLabToken = "gitlab-token"
  case huggingFaceToken = "huggingface-token"
  case slackToken = "slack-token"
  case slackWebhook = "slack-webhook"
  case stripeKey = "stripe-key"
  case sendGridKey = "sendgrid-key"
  case npmToken = "npm-token"
  case pypiToken = "pypi-token"
  case privateKey = "private-key"
  case jwt
  case telegramToken = "telegram-token"
  case databricksToken = "databricks-token"
  case digitalOceanToken = "digitalocean-token"
  case shopifyToken = "shopify-token"
  case azureSecret = "azure-secret"
  case azureAccountKey = "azure-account-key"
  case vaultToken = "vault-token"
  case urlPassword = "url-password"

  case email
  case card
  case testCard = "test-card"
  case iban
  case ssn = "us-ssn"
  case phone
  case bitcoinAddress = "bitcoin-address"

  /// The kinds of `personal-data`; the others are those of `secret`.
  var isPersonal: Bool {
    switch self {
    case .email, .card, .testCard, .iban, .ssn, .phone, .bitcoinAddress: true
    default: false
    }
  }

  static let secrets = allCases.filter { !$0.isPersonal }
  static let personal = allCases.filter(\.isPersonal)

  /// As a sentence names one.
  var phrase: String {
    switch self {
    case .awsKey: "an AWS access key id"
    case .openAIKey: "an OpenAI API key"
    case .anthropicKey: "an Anthropic API key"
    case .skKey: "an API key that begins with `sk-`"
    case .googleKey: "a Google API key"
    case .gitHubToken: "a GitHub token"
    case .gitHubPAT: "a GitHub personal access token"
    case .gitLabToken: "a GitLab token"
    case .huggingFaceToken: "a Hugging Face token"
    case .slackToken: "a Slack token"
    case .slackWebhook: "the address of a Slack webhook"
    case .stripeKey: "a Stripe key"
    case .sendGridKey: "a SendGrid API key"
    case .npmToken: "an npm token"
    case .pypiToken: "a PyPI token"
    case .privateKey: "a private key"
    case .jwt: "a JSON Web Token"
    case .telegramToken: "a Telegram bot token"
    case .databricksToken: "a Databricks token"
    case .digitalOceanToken: "a DigitalOcean token"
    case .shopifyToken: "a Shopify token"
    case .azureSecret: "an Azure client secret"
    case .azureAccountKey: "an Azure storage key"
    case .vaultToken: "a Vault token"
    case .urlPassword: "a URL with a password"
    case .email: "an e-mail address"
    case .card: "a payment card number"
    case .testCard: "a payment card number that is published for tests"
    case .iban: "a bank account number (IBAN)"
    case .ssn: "a US social security number"
    case .phone: "a phone number"
    case .bitcoinAddress: "a Bitcoin address"
    }
  }
}

/// One of them in a text, as a range of bytes.
struct SecretHit: Sendable, Equatable {
  var kind: SecretKind
  var range: Range<Int>

  init(_ kind: SecretKind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
