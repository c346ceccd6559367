//! A filter, an order, related objects, and every match page after page.
//!
//! ```sh
//! VPLAN_KEY=... VPLAN_ENV=... cargo run --example list_with_filter -- 2026-01-01T00:00:00Z
//! ```

use std::env;
use std::error::Error;

use vplan_client::auth::ApiKey;
use vplan_client::fields::{card, resource};
use vplan_client::types::Resource;
use vplan_client::{Client, DateTime};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder().auth(ApiKey::new(env::var("VPLAN_KEY")?, env::var("VPLAN_ENV")?)).build()?;
    let since = DateTime::from(env::args().nth(1).unwrap_or_else(|| "2026-01-01T00:00:00Z".to_owned()));

    // Conditions combine with `&`, `|` and `!`. Each field offers what its kind has: `contains` on a number, or a field of
    // another resource, does not compile. A value the grammar of the API cannot express is refused before anything is sent.
    let filter = card::UPDATED_AT.gte(&since)
        & card::LOCKED.eq(false)
        & (card::NAME.starts_with("Weld") | !card::DESCRIPTION.contains("weld"))
        & card::RESOURCES.has();

    let list = client
        .cards()
        .list()
        .filter(filter)
        // Pages are stable only in a stable order, so the last key is unique.
        .sort([card::UPDATED_AT.desc(), card::ID.asc()])
        .with([card::with::LABELS, card::with::RESOURCES.then::<Resource>(resource::with::ACTIVITIES)])
        // Records per page; the most the server allows is used when it is left out.
        .limit(100);

    // One page.
    let page = list.clone().send().await?;
    println!("{} cards match", page.count);

    // Every match. Pages are fetched when they are needed, here the next one while this one is worked on.
    let mut cards = list.clone().items().prefetch(1);
    while let Some(card) = cards.try_next().await? {
        let resources = card.resources.unwrap_or_default();
        println!("{:?} {:?}: {} resources", card.updated_at, card.name, resources.len());
    }

    // Only what is needed: smaller responses, and fields that were not asked for are `None`.
    let mut pages = list.show([card::ID.property(), card::NAME.property()]).pages();
    while let Some(page) = pages.try_next().await? {
        println!("{} of {} names", page.data.len(), page.count);
    }
    Ok(())
}
