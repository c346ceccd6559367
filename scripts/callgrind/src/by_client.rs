//! The calls through the generated client.

use crate::{ID, Null};
use std::hint::black_box;
use vplan_client::types::{ActivityId, NewActivity, ResourceType};
use vplan_client::{Client, auth::ApiKey, fields::activity};

pub async fn run(null: Null, call: &str, times: usize) {
    let client = Client::builder().transport(null).auth(ApiKey::new("key", "env")).build().expect("a client");
    for _ in 0..times {
        match call {
            "get" => {
                let id = ActivityId::try_from(ID).expect("a UUID");
                black_box(client.activities().get(id).with([activity::with::STAGES]).send().await.expect("an activity"));
            }
            "list" => {
                let filter = activity::BILLABLE.eq(true) & activity::DESCRIPTION.contains("paint");
                let call = client.activities().list().limit(100).offset(0).filter(filter).sort([activity::CREATED_AT.desc()]);
                black_box(call.send().await.expect("a page"));
            }
            _ => {
                let body = NewActivity::new("Spray painting")
                    .code("PAINT")
                    .resource_type(ResourceType::Employee)
                    .default_duration(90)
                    .billable(true)
                    .hourly_rate(75)
                    .external_ref("ERP-10023");
                black_box(client.activities().create(body).send().await.expect("an activity"));
            }
        }
    }
}
