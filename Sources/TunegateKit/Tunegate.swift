/// Facts about this build.
public enum Tunegate {
  public static let version = "0.1.0"
}
