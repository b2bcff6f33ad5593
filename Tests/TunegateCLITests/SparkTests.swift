import Foundation
import Testing

private let hasSpark: Bool = {
  let line = "command -v java && python3 -c 'import pyspark, pyarrow, pandas, numpy'"
  return (try? Workshop().shell(line).status) == 0
}()

/// The job for Spark, on this machine. It takes most of a minute to start and stop Spark.
@Suite("Spark", .enabled(if: hasSpark, "Java or PySpark is absent: make spark-tools"), .serialized)
struct SparkTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("integrations/spark/tunegate_spark.py").path

  private func spark(_ shop: Workshop, _ arguments: String) throws -> BuiltBinary.Outcome {
    let options = "--conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=4 pyspark-shell"
    return try BuiltBinary.shell(
      "PYSPARK_SUBMIT_ARGS='--master local[2] \(options)' python3 '\(Self.script)' \(arguments)", in: shop.folder,
      seconds: 900)
  }

  @Test("Eight shards give the report, the findings and the scores of a single run, and nothing is left behind")
  func sameReport() throws {
    let shop = try Workshop()
    try ShardedData.write(8, into: shop)
    let outputs = { (name: String) in "--report json=\(name).json --findings \(name).findings --scores \(name).scores" }
    let single = try shop.shell("tunegate check data \(outputs("single"))")
    let job = try spark(shop, "data --work run --parts 8 \(outputs("job"))")
    #expect(job.status == single.status, "\(job.text)\(job.errors.suffix(3_000))")
    for kind in ["json", "findings", "scores"] {
      #expect(shop.text("job.\(kind)") == shop.text("single.\(kind)"), "\(kind)")
    }
    for kind in ["exact", "normalized", "near"] {
      #expect(shop.text("job.findings")?.contains("\(kind)-duplicate") == true, "\(kind)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: shop.url("run").path).isEmpty)
  }

  @Test("A shard that cannot be read to its end fails the job, by its name")
  func truncated() throws {
    let shop = try Workshop()
    try ShardedData.write(8, into: shop, lines: 80)
    #expect(try shop.shell("gzip -c data/part-3.jsonl | head -c 200 > cut && mv cut data/part-3.jsonl").status == 0)
    let job = try spark(shop, "data --work run --parts 4 --report json=job.json")
    #expect(job.status == 2 && job.errors.contains("part-3.jsonl"), "\(job.errors.suffix(3_000))")
    #expect(shop.text("job.json") == nil)
  }
}
