//! A server that answers what it was sent, once serde has read and written it; its description is utoipa's own work.

use axum::{Json, Router, routing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};

#[derive(Deserialize, Serialize, ToSchema)]
struct Circle {
    radius: f64,
}

/// The default form of serde.
#[derive(Deserialize, Serialize, ToSchema)]
enum External {
    Unit,
    Circle(Circle),
    Named { width: u32, height: u32 },
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Internal {
    Unit,
    RoundThing(Circle),
    Named { width: u32 },
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Circle(Circle),
    Named { width: u32 },
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Circle(Circle),
    List(Vec<String>),
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Level {
    VeryLow,
    High,
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Named {
    name: String,
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Everything {
    #[serde(flatten)]
    named: Named,
    external: Vec<External>,
    internal: Option<Internal>,
    adjacent: Option<Adjacent>,
    untagged: Vec<Untagged>,
    optional_level: Option<Level>,
    levels: BTreeMap<String, Level>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nothing: Option<String>,
    pair: (i32, String),
    large: u64,
    #[schema(no_recursion)]
    children: Vec<Everything>,
}

macro_rules! echo {
    ($name:ident, $path:literal, $body:ty) => {
        #[utoipa::path(post, path = $path, operation_id = stringify!($name), tag = "judge", request_body = $body,
            responses((status = 200, body = $body)))]
        async fn $name(Json(body): Json<$body>) -> Json<$body> {
            Json(body)
        }
    };
}
echo!(external, "/external", External);
echo!(internal, "/internal", Internal);
echo!(adjacent, "/adjacent", Adjacent);
echo!(untagged, "/untagged", Untagged);
echo!(level, "/level", Level);
echo!(everything, "/everything", Everything);

#[derive(OpenApi)]
#[openapi(paths(external, internal, adjacent, untagged, level, everything))]
struct Api;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).ok_or("the port to listen on")?;
    let app = Router::new()
        .route("/openapi.json", routing::get(async || Json(Api::openapi())))
        .route("/external", routing::post(external))
        .route("/internal", routing::post(internal))
        .route("/adjacent", routing::post(adjacent))
        .route("/untagged", routing::post(untagged))
        .route("/level", routing::post(level))
        .route("/everything", routing::post(everything));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port.parse()?)).await?;
    Ok(axum::serve(listener, app).await?)
}
