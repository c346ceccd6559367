//! The same calls with `http` and `serde` only: no retries, limits, timeouts or checks beyond the status.

use crate::{ID, Null};
use http::{Method, Request, header};
use plansmith_runtime::Body;
use plansmith_runtime::transport::Transport;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::hint::black_box;

const BASE: &str = "https://api.vplan.com/v1";

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceType {
    Employee,
    Machine,
    Cell,
    #[serde(untagged)]
    Other(String),
}

/// A date and time, read as jiff's own `serde` feature does.
pub struct Time(#[allow(dead_code)] jiff::Timestamp);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Time;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a date and time")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Time, E> {
                text.parse().map(Time).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

/// The same fields as the generated type.
#[derive(Deserialize)]
#[allow(dead_code)]
pub struct Activity {
    description: Option<String>,
    code: Option<String>,
    item_id: Option<String>,
    resource_type: Option<ResourceType>,
    default_duration: Option<i64>,
    day_max_duration: Option<i64>,
    billable: Option<bool>,
    hourly_rate: Option<i64>,
    external_ref: Option<String>,
    transaction: Option<String>,
    id: Option<String>,
    position: Option<i64>,
    time: Option<i64>,
    time_remaining: Option<i64>,
    time_original: Option<i64>,
    created_at: Option<Time>,
    updated_at: Option<Time>,
    archived_at: Option<Time>,
    stages: Option<Vec<serde_json::Value>>,
    time_tracking: Option<Vec<serde_json::Value>>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
pub struct ActivityPage {
    count: u64,
    limit: u64,
    offset: u64,
    data: Vec<Activity>,
}

#[derive(Serialize)]
pub struct NewActivity {
    description: String,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_type: Option<ResourceType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_duration: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hourly_rate: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_ref: Option<String>,
}

pub async fn run(null: Null, call: &str, times: usize) {
    for _ in 0..times {
        match call {
            "get" => {
                let url = format!("{BASE}/activity/{ID}?with=stages");
                black_box(send::<Activity>(&null, Method::GET, url, None).await);
            }
            "list" => {
                let url = format!(
                    "{BASE}/activity?limit={}&offset={}&filter=billable%3Aeq%3A%27{}%27%2Cand%2Cdescription%3Acontains%3A%27{}%27&sort={}%3Adesc",
                    black_box(100),
                    black_box(0),
                    black_box(true),
                    black_box("paint"),
                    black_box("created_at")
                );
                black_box(send::<ActivityPage>(&null, Method::GET, url, None).await);
            }
            _ => {
                let body = NewActivity {
                    description: "Spray painting".to_owned(),
                    code: "PAINT".to_owned(),
                    resource_type: Some(ResourceType::Employee),
                    default_duration: Some(90),
                    billable: Some(true),
                    hourly_rate: Some(75),
                    external_ref: Some("ERP-10023".to_owned()),
                };
                let body = serde_json::to_vec(&body).expect("JSON");
                black_box(send::<Activity>(&null, Method::POST, format!("{BASE}/activity"), Some(body)).await);
            }
        }
    }
}

async fn send<T: DeserializeOwned>(null: &Null, method: Method, url: String, body: Option<Vec<u8>>) -> T {
    let mut request = Request::builder()
        .method(method)
        .uri(url)
        .header("x-api-key", "key")
        .header("x-api-env", "env")
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, "vplan-client/0.1.0");
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let request = request.body(body.map_or(Body::empty(), Body::from)).expect("a valid request");
    let response = null.execute(request).await.expect("a response");
    assert!(response.status().is_success());
    let body = response.into_body().into_stream().collect().await.expect("a body");
    serde_json::from_slice(&body).expect("the promised JSON")
}
