// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "tunegate",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tunegate", targets: ["TunegateCLI"]),
    .library(name: "TunegateKit", targets: ["TunegateKit"]),
  ],
  traits: [
    .trait(name: "ISAL", description: "Decompress gzip with Intel's ISA-L (libisal) in place of zlib: faster.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CXml2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CIsal", pkgConfig: "libisal",
      providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .target(name: "CKernels"),
    .target(
      name: "TunegateKit",
      dependencies: [
        "CZlib", "CZstd", "CXml2", "CKernels",
        .target(name: "CIsal", condition: .when(traits: ["ISAL"])),
        .product(name: "Yams", package: "Yams"),
      ],
      // A link to `rules/`, which holds one page a rule and one pack a file.
      resources: [.embedInCode("RuleBook")]),
    .executableTarget(
      name: "TunegateCLI",
      dependencies: [
        "TunegateKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "TunegateKitTests", dependencies: ["TunegateKit"],
      exclude: ["Ladder/Logs", "Reports/Snapshots", "Tokens/Golden"]),
    .testTarget(name: "TunegateCLITests", dependencies: ["TunegateCLI"]),
    .testTarget(name: "HouseTests", dependencies: ["TunegateKit"]),
  ],
  swiftLanguageModes: [.v6]
)
