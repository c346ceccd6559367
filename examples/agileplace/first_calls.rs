//! Boards, the cards of one of them, and a change that nobody else's change is lost by.
//!
//! ```sh
//! AGILEPLACE_ACCOUNT=... AGILEPLACE_TOKEN=... cargo run --example first_calls
//! ```
//!
//! The account is the first label of the host: `acme` for `acme.leankit.com`.

use std::env;
use std::error::Error;

use agileplace_client::auth::Bearer;
use agileplace_client::patches::card_patchable_fields as change;
use agileplace_client::{Client, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .server_variable("account", env::var("AGILEPLACE_ACCOUNT")?)
        .auth(Bearer::new(env::var("AGILEPLACE_TOKEN")?))
        .build()?;

    // Optional parameters are setters. `items` goes through all pages, `pages` gives them one by one.
    let mut boards = client.boards().list().search("Roadmap").items();
    let Some(board) = boards.try_next().await? else { return Ok(()) };
    println!("{:?} {:?}", board.id, board.title);

    // What a response may leave out is an `Option`.
    let mut cards = client.cards().list().board(board.id.ok_or("a board without an id")?).limit(100).items();
    let Some(id) = cards.try_next().await?.and_then(|card| card.id) else { return Ok(()) };

    // The response of a card carries its version; a change that names it fails when somebody else was faster.
    let card = client.cards().get(id).send().await?;
    // The operations of JSON Patch are typed as well: a text where a date belongs does not compile.
    let changes = vec![change::TITLE.replace("Release 2.0"), change::TAGS.append("planned")];
    let mut update = client.cards().update(card.id, changes);
    if let Some(version) = card.version {
        update = update.x_lk_resource_version(version);
    }
    match update.send().await {
        Ok(card) => println!("{:?} is now version {:?}", card.title, card.version),
        Err(error) if error.kind() == ErrorKind::PreconditionRequired => println!("changed meanwhile: read it again"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
