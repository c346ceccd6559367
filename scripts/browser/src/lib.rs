//! Calls that need what a browser has in place of an operating system; `run.mjs` answers them and compares.

use std::time::Duration;

use vplan_client::auth::ApiKey;
use vplan_client::types::NewActivity;
use vplan_client::{Client, DateTime, Error, Retry};
use wasm_bindgen::prelude::wasm_bindgen;

/// What became of each call, a line each.
#[wasm_bindgen]
pub async fn calls(url: String) -> String {
    lines(url).await.unwrap_or_else(|error| format!("failed: {error:#}"))
}

async fn lines(url: String) -> Result<String, Error> {
    let retry = Retry::new().attempts(3).base_delay(Duration::from_millis(20));
    let client = Client::builder()
        .base_url(url)
        .auth(ApiKey::new("key", "env"))
        .timeout(Duration::from_millis(500))
        .retry(retry)
        .build()?;
    // Refused at first, so a timer waits; then the response comes in two pieces.
    let read = client.activities().get("1").send().await?;
    // Never answered: a timer ends it, and the request is aborted.
    let silent = client.activities().get("silent").send().await.expect_err("there is no response");
    let created = client.activities().create(NewActivity::new("new")).send().await?;
    let now = DateTime::now();
    Ok(format!("{}\n{:?}\n{}\n{now}", read.id, silent.kind(), created.id))
}
