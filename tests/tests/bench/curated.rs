//! Every curated spec, read by the bench: its examples fit its schemas, and each of its operations can be called.

use plansmith_tests::http::send_raw;
use plansmith_tests::service::{Plain, Service};
use plansmith_tests::spec::{Spec, Usage, Variant};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folders of all curated specs.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let entries = std::fs::read_dir(root).expect("the folder of the specs").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("openapi.yaml").exists()).collect();
    folders.sort();
    folders
}

fn specs() -> Vec<(String, Spec)> {
    let load = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let spec = Spec::load(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name, spec)
    };
    let specs: Vec<_> = folders().iter().map(load).collect();
    assert!(!specs.is_empty(), "no spec was found");
    specs
}

#[test]
fn examples_fit_their_schemas() {
    for (name, spec) in specs() {
        let wrong = spec.wrong_examples();
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn sample_responses_fit_their_schemas() {
    let received = Usage::RECEIVED;
    for (name, spec) in specs() {
        for operation in spec.operations() {
            let Some(media) = operation.success().and_then(|success| success.content.first()) else {
                continue;
            };
            for variant in [Variant::Full, Variant::Minimal, Variant::Nulls] {
                let reply = spec.response(operation, variant, 3);
                let Ok(body) = serde_json::from_slice::<Value>(&reply.body) else {
                    continue;
                };
                let errors = spec.judge().errors(&media.schema, received, &body);
                assert_eq!(errors, [""; 0], "{name} {} {variant:?}: {body}", operation.id);
            }
        }
    }
}

/// Requests made up from the spec pass the checker, over a socket, and find their own operation.
#[tokio::test]
async fn every_operation_can_be_called() {
    for (name, spec) in specs() {
        let service = Service::start(Arc::new(spec), &["/base"], Arc::new(Plain)).await.expect("a port is free");
        for variant in [Variant::Full, Variant::Minimal] {
            service.clear();
            for operation in service.spec().operations() {
                let request = service.spec().request(operation, "/base", variant);
                let headers: Vec<(&str, &str)> =
                    request.headers.iter().skip(1).map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let response = send_raw(service.address(), &request.method, &request.target, &headers, &request.body).await;
                assert!(response.is_ok(), "{name} {}: {response:?}", operation.id);
                assert_eq!(
                    service.log().last().and_then(|entry| entry.operation.clone()).as_ref(),
                    Some(&operation.id),
                    "{name}"
                );
            }
            service.assert_conforms();
            assert_eq!(service.covered().len(), service.spec().operations().len(), "{name}");
        }
    }
}
