/// References from one schema to another are indexes into `SchemaArena.nodes`, or this one: always valid.
let alwaysValid: Int32 = -1
/// No part of this kind.
let absent: Int32 = -2

/// One schema location, split by the type of value that its keywords speak of: a value meets only what concerns it.
struct SchemaNode: BitwiseCopyable {
  static let everyType: UInt8 = 0x7f
  /// One bit for each raw value of `JSONTag`.
  var types = SchemaNode.everyType
  /// Of the numbers, only integers.
  var integersOnly = false
  /// `1.0` is no integer (draft 4).
  var textualIntegers = false
  /// Nothing but `types`: valid as soon as the type is.
  var isPlain = true
  /// The types of which every value is valid: the others need a closer look.
  var plainTypes: UInt8 = 0
  var object = absent
  var array = absent
  var string = absent
  var number = absent
  /// `enum` and `const`.
  var value = absent
  var constant = absent
  var firstOp: Int32 = 0
  var opCount: Int32 = 0
  var unevaluatedProperties = absent
  var unevaluatedItems = absent
  var resource: Int32 = 0
  /// A switch whose branches say all that there is to say about an object; `absent` without one.
  var fused = absent

  var hasUnevaluated: Bool { unevaluatedProperties != absent || unevaluatedItems != absent }

  /// Whether the node says nothing but what `types` says.
  var hasNoParts: Bool {
    object == absent && array == absent && string == absent && number == absent && value == absent
      && constant == absent && opCount == 0 && !hasUnevaluated
  }

  /// Whether everything is valid.
  var isTrue: Bool { isPlain && types == SchemaNode.everyType && !integersOnly }
}

/// What applies to the same value: the node itself is valid only if all of its ops are.
struct SchemaOp: BitwiseCopyable {
  enum Kind: UInt8 {
    /// `a` must be valid: `$ref`, and each branch of `allOf`.
    case apply
    /// The outermost resource in scope with dynamic anchor number `a` decides, else node `b`.
    case dynamic
    /// `b` children from `a` on.
    case any, one
    case not
    /// If `a`, then `b`, else `c`.
    case conditional
    /// Switch number `a`, which stands for the `b` ops behind it.
    case choose
  }
  var kind: Kind
  var a: Int32
  var b = alwaysValid
  var c = alwaysValid
}

/// A key in one of the tables of `SchemaArena.slots`.
struct SchemaSlot: BitwiseCopyable {
  /// First eight bytes, zeros behind a shorter key.
  var head: UInt64 = 0
  /// In bytes; -1 for a free place.
  var length: Int32 = -1
  /// Where its bytes begin in `SchemaArena.names`.
  var name: Int32 = 0
  /// A property's schema.
  var child = alwaysValid
  /// The bit of a required key, else 0; in a switch, of the branches whose conditions the value fulfills.
  var bit: UInt64 = 0
  /// Named by `properties`, not by `required` alone.
  var isProperty = false
}

/// A table of keys: open addressing, at most half full. `mask` is its size minus one; -1 when there is none.
struct SchemaTable: BitwiseCopyable {
  var start: Int32 = 0
  var mask: Int32 = -1
}

struct SchemaObjectPart: BitwiseCopyable {
  var keys = SchemaTable()
  /// The bits of the required keys among the first 64.
  var required: UInt64 = 0
  /// Required keys beyond 64, in `slotNames`.
  var moreRequired = SchemaRange()
  var minimum = 0
  var maximum = Int.max
  var patterns = SchemaRange()
  /// `absent`: not restricted.
  var additional = absent
  var names = absent
  var dependencies = SchemaRange()
  /// Nothing but keys, other keys and counts.
  var isKeysAlone = false
}

struct SchemaRange: BitwiseCopyable {
  var start: Int32 = 0
  var count: Int32 = 0

  var indices: Range<Int> { Int(start)..<Int(start + count) }
}

/// A key by its bytes, where no table is worth it.
struct SchemaName: BitwiseCopyable {
  var head: UInt64
  var length: Int32
  var name: Int32
}

struct SchemaPatternProperty: BitwiseCopyable {
  var pattern: Int32
  var child: Int32
}

/// When `trigger` is there, so must be the `required`, and `child` must be valid.
struct SchemaDependency: BitwiseCopyable {
  var trigger: SchemaName
  var required = SchemaRange()
  var child = alwaysValid
}

struct SchemaArrayPart: BitwiseCopyable {
  /// Schemas by position, in `children`.
  var prefix = SchemaRange()
  /// Behind the prefix; `absent`: not restricted.
  var items = absent
  var contains = absent
  /// The same as a question to one property, where it is no more than that.
  var containsSwitch = absent
  var minContains = 1
  var maxContains = Int.max
  var minimum = 0
  var maximum = Int.max
  var isUnique = false
  /// Items that `contains` accepts count as evaluated (2020-12).
  var containsEvaluates = false
  var hasContains = false
}

struct SchemaStringPart: BitwiseCopyable {
  var minimum = 0
  var maximum = Int.max
  var pattern = absent
  var format = absent
  /// `contentEncoding` and `contentMediaType`, where they assert.
  var isBase64 = false
  var isJSON = false

  var needsText: Bool { pattern != absent || format != absent || isBase64 || isJSON }
}

struct SchemaBound: BitwiseCopyable {
  enum Kind: UInt8 { case minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf }
  var kind: Kind
  /// `whole` holds the bound.
  var isWhole: Bool
  var whole: Int64
  var literal: SchemaLiteral
}

/// A value that stands in a schema document.
struct SchemaLiteral: BitwiseCopyable {
  var document: Int32
  var node: Int32
}

struct SchemaValuePart: BitwiseCopyable {
  var strings = SchemaTable()
  /// Bits of null, false and true.
  var words: UInt8 = 0
  /// Numbers, arrays and objects, in `literals`.
  var literals = SchemaRange()
}

/// Conditionals that all ask for the text of one property, as one look-up.
struct SchemaSwitch: BitwiseCopyable {
  var property: SchemaName
  /// The bits of a value's slot are those of its branches.
  var values: SchemaTable
  /// In `children`, two a branch: then and else.
  var branches: SchemaRange
  /// In `children`, one a branch: what an object must be for which this branch alone holds. See `SchemaNode.fused`.
  var fused = SchemaRange()
  /// A bit for each branch whose condition holds without the property; and for what is no object.
  var holdsWhenAbsent: UInt64
  var holdsForOthers: UInt64
}

/// A compiled schema as flat lists of plain values. Built by the compiler, never changed afterwards.
struct SchemaArena: Sendable {
  var nodes: [SchemaNode] = []
  var ops: [SchemaOp] = []
  var slots: [SchemaSlot] = []
  var names: [UInt8] = []
  var objects: [SchemaObjectPart] = []
  var arrays: [SchemaArrayPart] = []
  var strings: [SchemaStringPart] = []
  var bounds: [SchemaBound] = []
  var numbers: [SchemaRange] = []
  var values: [SchemaValuePart] = []
  var literals: [SchemaLiteral] = []
  var children: [Int32] = []
  var patternProperties: [SchemaPatternProperty] = []
  var dependencies: [SchemaDependency] = []
  var slotNames: [SchemaName] = []
  var switches: [SchemaSwitch] = []
  var formats: [String] = []
  /// One row a resource, `dynamicNames` columns: the node of that resource's dynamic anchor.
  var dynamicTargets: [Int32] = []
  var dynamicNames = 0
}
