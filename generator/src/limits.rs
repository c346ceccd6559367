//! Every limit of the generator, with its reason.
//!
//! A description is foreign text: whatever it says must end, in time and memory that its size explains. Where a limit
//! is met the report says so, unless the limit only decides how something is written.

// Texts and what is said about them

/// How deep objects and arrays of a text may nest. Real descriptions stay under 40; a parser or a walk that calls itself
/// needs an end before the stack has one.
pub const NESTED_VALUES: usize = 128;
/// How many bytes YAML anchors and aliases may copy: text, and [`COPIED_NODE_BYTES`] for each node. Nine aliases of nine
/// aliases and so on would fill any memory.
pub const COPIED_BYTES: usize = 128 << 20;
/// What a copied node counts besides its text, about the size of a JSON value.
pub const COPIED_NODE_BYTES: usize = 48;
/// How many repeated keys of a JSON text are looked up: each costs a pointer.
pub const REPEATED_KEYS: usize = 10_000;
/// How many diagnostics with one code are kept. Further ones only count: nobody reads them, and they cost memory.
pub const DIAGNOSTICS_KEPT: usize = 1000;
/// How many diagnostics with one code are printed.
pub const DIAGNOSTICS_SHOWN: usize = 20;
/// Further places of notes that say the same, which are listed behind the first.
pub const ALIKE_SHOWN: usize = 5;
/// How many characters of a line an excerpt shows: minified JSON is one line of megabytes.
pub const EXCERPT_WIDTH: usize = 140;
/// Longest line, in bytes, in which a column is enough to find a place. In a longer one the pointer is printed as well.
pub const LINE_WITH_COLUMNS: usize = 400;
/// Longest word, in characters, that is compared with others for "did you mean": longer ones cost time and are no
/// typing mistakes.
pub const COMPARED_LETTERS: usize = 64;

// Overlays

/// How many values overlays may bring into a description: a copy of a copy of a copy would fill any memory.
pub const OVERLAID_VALUES: usize = 500_000;
/// How long a `JSONPath` query may be, in bytes.
pub const QUERY_BYTES: usize = 4096;
/// How deep brackets of a `JSONPath` query may nest: its reader calls itself for each.
pub const NESTED_QUERIES: usize = 32;

// Documents

/// How many files a description may have. The largest published ones have some hundred.
pub const FILES: u16 = 4096;
/// How many `$ref`s may follow each other: each is walked from every one before it, so the
/// time grows with the square. Real descriptions stay under 6.
pub const REFERENCE_CHAIN: usize = 256;

// Schemas

/// How many schemas may be taken into each other by `allOf`.
pub const NESTED_ALL_OF: usize = 64;
/// How deep `allOf` inside `allOf` is opened when the references of a schema are collected. Below
/// [`NESTED_ALL_OF`], so that what is too deep is reported by the reading of constraints.
pub const NESTED_PARTS: usize = 60;
/// How many constraints that depend on what is being read are made anew. After that they are remembered all the same, or
/// schemas that list each other would be read exponentially often.
pub const REREAD_CONSTRAINTS: usize = 20_000;
/// How deep `allOf` inside `allOf` is searched for titles and descriptions.
pub const NESTED_DOCS: usize = 8;
/// Longest default value or pattern, in bytes, that documentation quotes: longer ones are no help in a line.
pub const QUOTED_BYTES: usize = 80;
/// Longest `format`, in bytes, that documentation quotes.
pub const QUOTED_FORMAT_BYTES: usize = 40;
/// Longest `title`, in bytes, that names a variant: longer ones are sentences.
pub const TITLE_BYTES: usize = 60;
/// A schema with at most so many keys is compared by content when several are merged.
pub const COMPARED_KEYS: usize = 8;

// Types

/// Maximum depth of nested inline schemas that become types.
pub const NESTED_TYPES: usize = 100;
/// How many types are made of several schemas together, before a description is taken for a trap.
pub const MERGED_TYPES: usize = 5_000;
/// Maximum depth of nested types that are composed of several schemas.
pub const NESTED_MERGED_TYPES: usize = 16;
/// How deep choices in choices are merged with the keywords beside them: each level multiplies the branches.
pub const NESTED_SIBLINGS: usize = 3;
/// How many places an array may have to be a tuple: as many as the runtime implements reading and writing for.
pub const TUPLE_ITEMS: usize = 8;
/// How many combinations of branches are tried where several choices hold at once.
pub const BRANCH_COMBINATIONS: usize = 24;
/// How deep choices in choices are opened.
pub const NESTED_CHOICES: usize = 6;
/// Longest string, in bytes, that is taken for a value of an enum where several branches are put together: longer ones
/// are whole sentences.
pub const ENUM_VALUE_BYTES: usize = 80;
/// How many of its properties name a variant that has no other name.
pub const NAMING_PROPERTIES: usize = 3;
/// A property with at most so many constants can tell branches apart; comparing them is quadratic.
pub const TELLING_CONSTANTS: usize = 32;

// API and passes

/// How many parts of a composition are compared with each other for properties that two of them speak of.
pub const COMPARED_PARTS: usize = 64;

/// How many aliases and nulls around a type are looked through.
pub const NESTED_ALIASES: usize = 16;
/// How deep unions and aliases of a multipart body are searched for objects with files.
pub const NESTED_PARTS_OF_FORMS: usize = 4;
/// How often types are compared again after their parts were merged.
pub const DEDUP_ROUNDS: usize = 8;

// Output

/// How deep types are looked into for their size in memory.
pub const NESTED_SIZES: usize = 64;
/// Longest text of code or a link in the HTML of a description, in bytes. To look for the end of each tag further away would take
/// hours for a text full of tags that nothing closes.
pub const MARKUP_BYTES: usize = 2048;
/// Lines a file may have before it is split; the printed file has some more for its imports.
pub const FILE_LINES: usize = 1400;
/// How many words of a key are looked at to split a file.
pub const SPLIT_WORDS: usize = 8;
/// Longest example of the description, in bytes, that becomes an example response; a shorter one is made of the types beyond it.
pub const EXAMPLE_BYTES: usize = 16 * 1024;
/// How many bytes the example responses of a crate may have: crates.io takes 10 MB, packed.
pub const EXAMPLES_BYTES: usize = 2 * 1024 * 1024;
/// How deep an example response has what may be missing: a page, its records, and what these hold.
pub const NESTED_EXAMPLES: usize = 3;
/// Operations from which on a crate has a feature per resource.
pub const OPERATIONS_WITHOUT_FEATURES: usize = 200;
/// Features that crates.io lets a crate have are 300; some are left for the crate itself.
pub const CRATE_FEATURES: usize = 250;

/// How deep a bundle writes a target that is not a component in place of the reference to it, inside another such target.
pub const NESTED_INLINED: usize = 8;

/// Size of a compiled pattern of property names, in bytes: those of descriptions take a few hundred.
pub const PATTERN_BYTES: usize = 256 * 1024;

/// Lines of `api.md` from which on it is an index of pages, one for each resource, and lines of such a page: more than a reviewer
/// opens, and than forges show.
pub const PAGE_LINES: usize = 1900;
