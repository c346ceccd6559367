//! Values that do not fit: the message points at the caller's argument.
use plansmith_runtime::{Date, Newtype, Patch, Setters};

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
struct CardId(String);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
struct BoardId(String);

#[derive(Clone, Debug, Setters)]
struct NewCard {
    title: String,
    board: Option<BoardId>,
    due: Patch<Date>,
    tags: Option<Vec<String>>,
}

fn main() {
    let id = CardId::from("7");
    let _ = NewCard::new(&id);
    let _ = NewCard::new("a").board(&id);
    let _ = NewCard::new("a").due(5);
    let _ = NewCard::new("a").tags("one");
}
