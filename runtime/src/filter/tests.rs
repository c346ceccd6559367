//! Rendering by a grammar, and a parser of that grammar that must find the same meaning.

use super::expression::Node;
use super::{Field, Filter, Property, Relation, Sort, kind};
use crate::conventions::{EagerRules, FieldRules, FilterRules, SortRules};

struct Card;
#[derive(Clone)]
struct CardId(&'static str);

impl std::fmt::Display for CardId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

const ID: Field<Card, kind::Id<CardId>> = Field::new("id");
const NAME: Field<Card, kind::Text> = Field::new("name");
const SIZE: Field<Card, kind::Number> = Field::new("size");
const OPEN: Field<Card, kind::Bool> = Field::new("open");
const UPDATED: Field<Card, kind::DateTime> = Field::new("updated_at");
const RESOURCES: Relation<Card> = Relation::new("resources");

const OPERATORS: &[(&str, &str)] = &[
    ("eq", "eq"),
    ("gt", "gt"),
    ("gte", "gte"),
    ("lt", "lt"),
    ("lte", "lte"),
    ("contains", "contains"),
    ("starts-with", "starts_with"),
    ("ends-with", "ends_with"),
    ("has", "has"),
];

fn rules() -> FilterRules {
    FilterRules { and: ",and,", or: ",or,", not: "not:", quote: "'", operators: OPERATORS, ..FilterRules::DEFAULT }
}

fn id(text: &'static str) -> CardId {
    CardId(text)
}

fn instant(text: &str) -> crate::DateTime {
    text.into()
}

#[test]
fn filters_are_written_by_the_grammar() {
    let table: [(Filter<Card>, &str); 12] = [
        (ID.eq(id("1")), "id:eq:'1'"),
        (ID.ne(id("1")), "id:not:eq:'1'"),
        (!!ID.eq(id("1")), "id:eq:'1'"),
        (SIZE.gt(1) & SIZE.lte(2.5), "size:gt:'1',and,size:lte:'2.5'"),
        (OPEN.eq(true) | NAME.ends_with(String::from("x")), "open:eq:'true',or,name:ends_with:'x'"),
        (UPDATED.gte(instant("2023-11-01T13:00:00Z")), "updated_at:gte:'2023-11-01T13:00:00Z'"),
        (
            UPDATED.gt(instant("2023-11-01T13:00:00Z")) & (!ID.starts_with("0000") | ID.contains("FFFF")),
            "updated_at:gt:'2023-11-01T13:00:00Z',and,(id:not:starts_with:'0000',or,id:contains:'FFFF')",
        ),
        // `&` binds tighter than `|`, and the group says so to a server that may see it otherwise.
        (ID.eq(id("1")) | ID.eq(id("2")) & ID.eq(id("3")), "id:eq:'1',or,(id:eq:'2',and,id:eq:'3')"),
        (!(ID.eq(id("1")) & (ID.eq(id("2")) | ID.eq(id("3")))), "id:not:eq:'1',or,(id:not:eq:'2',and,id:not:eq:'3')"),
        (RESOURCES.has(), "resources:has"),
        (!RESOURCES.has() & NAME.eq("a, (b): c"), "resources:not:has,and,name:eq:'a, (b): c'"),
        (Filter::any([ID.eq(id("1")), ID.eq(id("2")), ID.eq(id("3"))]).unwrap(), "id:eq:'1',or,id:eq:'2',or,id:eq:'3'"),
    ];
    for (filter, wanted) in table {
        assert_eq!(filter.render(&rules()).unwrap(), wanted);
    }
}

#[test]
fn names_from_text_are_names() {
    for name in ["x:has,or,id:eq:'1'", "x,and,y", "(x", "x)", "x:eq", "x'", "", "a\nb"] {
        let filter = Relation::<Card>::from(name).has();
        assert!(filter.render(&rules()).is_err_and(|error| error.to_string().contains("meaning")), "{name}");
    }
    let path = Relation::<Card>::from("order_rows.resource").has();
    assert_eq!(path.render(&rules()).unwrap(), "order_rows.resource:has");
    assert_eq!(Relation::<Card>::from("first name").has().render(&rules()).unwrap(), "first name:has");

    let sort = |ascending, descending| SortRules { ascending, descending, ..SortRules::DEFAULT };
    for (name, rules, ambiguous) in [
        ("-x", sort("{field}", "-{field}"), true),
        ("x-y", sort("{field}", "-{field}"), false),
        ("x:desc", sort("{field}:asc", "{field}:desc"), true),
        ("x", sort("{field}:asc", "{field}:desc"), false),
    ] {
        assert_eq!(Sort::<Card>::ascending(name).render(&rules).is_err(), ambiguous, "{name}");
    }
}

#[test]
fn what_the_grammar_cannot_say_is_refused() {
    let refused = |rules: &FilterRules, filter: Filter<Card>| filter.render(rules).unwrap_err().to_string();
    assert!(refused(&rules(), NAME.eq("it's")).contains("`name`"));
    let bare = FilterRules { quote: "", ..rules() };
    for value in ["a,b", "a:b", "(a", "a)", ""] {
        assert!(refused(&bare, NAME.eq(value)).contains("`name`"), "{value}");
    }
    assert_eq!(NAME.eq("and or").render(&bare).unwrap(), "name:eq:and or");
    let few = FilterRules { operators: &[("eq", "=")], not: "", group: ("", ""), ..rules() };
    assert!(refused(&few, SIZE.gt(1)).contains("`gt`"));
    assert!(refused(&few, NAME.ne("a")).contains("negate"));
    assert!(refused(&few, NAME.eq("a") & (NAME.eq("b") | NAME.eq("c"))).contains("group"));
    assert_eq!(NAME.eq("a").render(&few).unwrap(), "name:=:'a'");
}

#[test]
fn another_grammar_is_other_data() {
    let odata = FilterRules { statement: "{field} {operator} {value}", and: " and ", or: " or ", not: "not ", ..rules() };
    let filter = NAME.eq("a b") & !(SIZE.gt(1) | SIZE.lt(0));
    assert_eq!(filter.render(&odata).unwrap(), "name eq 'a b' and size not gt '1' and size not lt '0'");
}

#[test]
fn sort_keys_relations_and_properties() {
    let sort = SortRules { ascending: "{field}:asc", ..SortRules::DEFAULT };
    assert_eq!(UPDATED.desc().render(&sort).unwrap(), "-updated_at");
    assert_eq!(Sort::<Card>::ascending("x").render(&sort).unwrap(), "x:asc");
    let eager = EagerRules::DEFAULT;
    let avatar: Relation<Card> = Relation::new("avatar");
    assert_eq!(RESOURCES.then(avatar).then::<Card>("a.b").render(&eager).unwrap(), "resources.avatar.a.b");
    let fields = FieldRules::DEFAULT;
    assert_eq!(Property::from(RESOURCES).any().then(ID).render(&fields).unwrap(), "resources.*.id");
    assert_eq!(Property::<Card>::from("order_rows").at(0).then::<Card>("id").render(&fields).unwrap(), "order_rows.0.id");
    assert_eq!(ID.property().render(&fields).unwrap(), "id");
    // Without conventions they are plain parameters.
    assert_eq!(serde_json::json!([RESOURCES.then::<Card>("a"), RESOURCES]), serde_json::json!(["resources.a", "resources"]));
    assert_eq!(serde_json::json!(Property::from(RESOURCES).any().then(ID)), "resources.*.id");
}

#[test]
fn names_from_text_are_checked_like_values() {
    let filter = |name: &str| Relation::<Card>::from(name).has().render(&rules());
    assert_eq!(filter("rows.item").unwrap(), "rows.item:has");
    for name in ["x:has,or,id:eq:'1'", "a,b", "a'", "(a", "", "a\nb"] {
        assert!(filter(name).is_err(), "{name:?}");
        assert!(Relation::<Card>::from(name).render(&EagerRules::DEFAULT).is_err() || !name.contains(',') && !name.is_empty());
    }
    let sort = |name: &'static str| {
        Sort::<Card>::descending(name).render(&SortRules { descending: "{field}:desc", ..SortRules::DEFAULT })
    };
    assert_eq!(sort("updated-at").unwrap(), "updated-at:desc");
    assert!(sort("a,b").is_err() && sort("a:asc").is_err());
    assert!(Property::<Card>::from("a,b").render(&FieldRules::DEFAULT).is_err());
    assert_eq!(Property::<Card>::from("rows.*.id").render(&FieldRules::DEFAULT).unwrap(), "rows.*.id");
    assert!(EagerRules::DEFAULT.parameter == "with" && Relation::<Card>::from("a,b").render(&EagerRules::DEFAULT).is_err());
}

/// Meaning of a filter: whether it holds when the statements with these fields hold.
fn holds(node: &Node, facts: u32) -> bool {
    match node {
        Node::Is { field, not, .. } => (facts >> field.as_bytes()[0].wrapping_sub(b'a') & 1 == 1) != *not,
        Node::All(nodes) => nodes.iter().all(|node| holds(node, facts)),
        Node::Any(nodes) => nodes.iter().any(|node| holds(node, facts)),
    }
}

/// A reader of the grammar of [`rules`]; mixing `and` and `or` without a group is a mistake.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn eat(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn list(&mut self) -> Node {
        let mut nodes = vec![self.one()];
        let mut joined_by = None;
        loop {
            let or = if self.eat(",and,") {
                false
            } else if self.eat(",or,") {
                true
            } else {
                break;
            };
            assert!(joined_by.is_none_or(|before| before == or), "mixed without a group");
            joined_by = Some(or);
            nodes.push(self.one());
        }
        match joined_by {
            None => nodes.remove(0),
            Some(true) => Node::Any(nodes),
            Some(false) => Node::All(nodes),
        }
    }

    fn one(&mut self) -> Node {
        if self.eat("(") {
            let node = self.list();
            assert!(self.eat(")"), "unclosed group");
            return node;
        }
        let (field, rest) = self.0.split_once(':').expect("a field");
        let field = field.to_owned();
        self.0 = rest;
        let not = self.eat("not:");
        assert!(self.eat("eq:'"), "{}", self.0);
        let (value, rest) = self.0.split_once('\'').expect("a value");
        let value = value.to_owned();
        self.0 = rest;
        Node::Is { field: field.into(), not, operator: "eq", value: Some(value) }
    }
}

fn random_filter(random: &mut fastrand::Rng, depth: usize) -> Filter<Card> {
    const NAMES: [Field<Card, kind::Text>; 5] =
        [Field::new("a"), Field::new("b"), Field::new("c"), Field::new("d"), Field::new("e")];
    if depth == 0 {
        return NAMES[random.usize(0..5)].eq(["x", "(y),and,", "a:eq:", ""][random.usize(0..4)]);
    }
    match random.u8(0..4) {
        0 => random_filter(random, depth - 1) & random_filter(random, depth - 1),
        1 => random_filter(random, depth - 1) | random_filter(random, depth - 1),
        2 => !random_filter(random, depth - 1),
        _ => random_filter(random, 0),
    }
}

#[test]
fn property_what_is_written_means_the_same() {
    let mut random = fastrand::Rng::with_seed(3);
    for _ in 0..2000 {
        let filter = random_filter(&mut random, 5);
        let text = filter.render(&rules()).unwrap();
        let mut reader = Reader(&text);
        let read = reader.list();
        assert_eq!(reader.0, "", "{text}");
        for facts in 0..32 {
            assert_eq!(holds(filter.node(), facts), holds(&read, facts), "{text}");
        }
    }
}

#[test]
fn operators_mean_what_they_say() {
    let [a, b, c] = [Field::<Card, kind::Text>::new("a"), Field::new("b"), Field::new("c")].map(|field| field.eq("x"));
    let filter = !(a.clone() | b.clone()) | c.clone() & a;
    for facts in 0..8u32 {
        let [a, b, c] = [facts & 1 == 1, facts & 2 == 2, facts & 4 == 4];
        assert_eq!(holds(filter.node(), facts), !(a || b) || c && a);
    }
    assert!(format!("{b:?}").contains("\"b\""));
    drop(c);
}
