//! An export of the reporting API: a token of its own, then rows until a page is short.
//!
//! ```sh
//! AGILEPLACE_ACCOUNT=... AGILEPLACE_EMAIL=... AGILEPLACE_PASSWORD=... cargo run --example report
//! ```

use std::env;
use std::error::Error;

use agileplace_client::Client;
use agileplace_client::auth::ReportingBearer;
use agileplace_client::types::{ExportCardsResponse, ReportingLogin};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let account = env::var("AGILEPLACE_ACCOUNT")?;
    let builder = || Client::builder().server_variable("account", account.as_str());

    let login = ReportingLogin::new(env::var("AGILEPLACE_EMAIL")?, env::var("AGILEPLACE_PASSWORD")?, account.as_str());
    let response = builder().build()?.reports().create_token(login).send().await?;
    let token = response.token.ok_or("no token")?;

    let client = builder().auth(ReportingBearer::new(token)).build()?;

    // As it comes: CSV, the format the server answers when none is asked for.
    match client.reports().cards().limit(500).send().await? {
        ExportCardsResponse::OkCsv(text) => println!("{} lines", text.lines().count()),
        ExportCardsResponse::OkJson(rows) => println!("{} rows", rows.len()),
        _ => println!("a status this version does not know"),
    }

    // Typed, all rows: `items` asks for JSON and reads page after page.
    let mut rows = client.reports().cards().items();
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        if count == 0 {
            println!("{row:?}");
        }
        count += 1;
    }
    println!("{count} cards");
    Ok(())
}
