import CKernels

/// Facts about this build.
public enum Tunegate {
  public static let version = "0.1.0"

  /// What a process that serves one run does first: memory that the run lets go of is no longer the process's.
  public static func prepareProcess() { tg_return_large_blocks() }
}
