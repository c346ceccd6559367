//! The first calls: who am I, what boards are there, change one.
//!
//! Make a key in the settings of vPlan, then:
//!
//! ```sh
//! VPLAN_KEY=... VPLAN_ENV=... cargo run --example quick_start
//! ```

use std::env;
use std::error::Error;

use vplan_client::auth::ApiKey;
use vplan_client::types::{Authentication, BoardUpdate};
use vplan_client::{Client, ErrorKind, fields};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let key = ApiKey::new(env::var("VPLAN_KEY")?, env::var("VPLAN_ENV")?);
    // A client is cheap to clone; clones share connections and what is known of the rate limit.
    let client = Client::builder().auth(key).build()?;

    match client.me().get().send().await? {
        Authentication::MeApiKey(me) => println!("a key with the features {:?}", me.features),
        Authentication::MeUser(me) => println!("the user {:?}", me.user.id),
        // Enums are open: what the server adds later arrives here.
        other => println!("{other:?}"),
    }

    // A request is a value: it can be kept, cloned and printed. Nothing is sent before `send`.
    let request = client.boards().list().sort([fields::board::NAME.asc()]).limit(10);
    println!("{request:?}");
    let page = request.send().await?;
    println!("{} boards, the first {}:", page.count, page.data.len());
    for board in &page.data {
        println!("  {:?} {:?}", board.id, board.name);
    }

    // Identifiers are types of their own, so a card's cannot be passed where a board's belongs.
    let Some(board) = page.data.into_iter().next() else { return Ok(()) };
    // An update sends what was set, and nothing else.
    let update = BoardUpdate::default().name("Assembly");
    match client.boards().update(board.id, update).send().await {
        Ok(_) => println!("renamed"),
        Err(error) if error.kind() == ErrorKind::NotFound => println!("somebody was faster"),
        // The server's own words, and the reference its support asks for.
        Err(error) => return Err(format!("{error}: {:?} ({:?})", error.message(), error.reference()).into()),
    }
    Ok(())
}
