//! Example responses, found by the requests they are for.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Response, StatusCode};
use serde_json::value::RawValue;

use crate::body::Body;

/// Answers by method and path template.
#[derive(Debug, Default)]
pub(super) struct Examples(Vec<Example>);

#[derive(Debug)]
struct Example {
    method: String,
    path: String,
    status: StatusCode,
    media: Option<HeaderValue>,
    body: String,
}

/// Operation, method, path template, status, media type, and the body: a string, or an array of one JSON value.
type Line<'t> = (String, String, String, u16, String, &'t RawValue);

impl Example {
    fn of((operation, method, path, status, media, body): Line<'_>) -> Self {
        let text =
            || serde_json::from_str(body.get()).unwrap_or_else(|_| panic!("the body of the example of `{operation}` is no text"));
        let body = serde_json::from_str::<[&RawValue; 1]>(body.get()).map_or_else(|_| text(), |[value]| value.get().to_owned());
        let status = StatusCode::from_u16(status).unwrap_or_else(|_| panic!("the example of `{operation}` has no status"));
        Self { method, path, status, media: HeaderValue::try_from(media).ok().filter(|media| !media.is_empty()), body }
    }
}

impl Examples {
    /// Panics where the text is not what `Recorder::with_examples` describes.
    pub(super) fn read(text: &str) -> Self {
        let list: Vec<Line<'_>> =
            serde_json::from_str(text).expect("examples are lists of operation, method, path, status, media type and body");
        Self(list.into_iter().map(Example::of).collect())
    }

    /// The response to a request: of the operations whose path ends the path of the request, the one that says most of it.
    pub(super) fn response(&self, method: &Method, path: &str) -> Option<Response<Body>> {
        let of_method = self.0.iter().filter(|example| example.method == method.as_str());
        let (_, found) =
            of_method.filter_map(|example| Some((fit(&example.path, path)?, example))).max_by_key(|(fit, _)| *fit)?;
        let mut response = Response::new(Body::from(found.body.clone()));
        *response.status_mut() = found.status;
        if let Some(media) = &found.media {
            response.headers_mut().insert(CONTENT_TYPE, media.clone());
        }
        Some(response)
    }
}

/// How well a template fits the end of a path: segments, and characters that are the same. The path of the server comes before.
fn fit(template: &str, path: &str) -> Option<(usize, usize)> {
    let (mut wanted, mut given) = (template.rsplit('/'), path.rsplit('/'));
    let (mut segments, mut same) = (0, 0);
    for segment in wanted.by_ref() {
        // The slash a template begins with stands behind whatever the server's path ends with.
        if segment.is_empty() && segments + 1 == template.split('/').count() {
            break;
        }
        same += segment_fit(segment, given.next()?)?;
        segments += 1;
    }
    Some((segments, same))
}

/// How many characters of a segment are in its template; `None` where it is another.
fn segment_fit(template: &str, segment: &str) -> Option<usize> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == segment).then_some(segment.len() + 1);
    };
    let (_, after) = rest.rsplit_once('}')?;
    let inner = segment.strip_prefix(before)?.strip_suffix(after)?;
    (!inner.is_empty()).then_some(before.len() + after.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_that_says_most_is_taken() {
        let examples = Examples::read(
            r#"[
            ["list", "GET", "/cards", 200, "application/json", [{"list": 1}]],
            ["read", "GET", "/cards/{id}", 200, "application/json", [{"read": 1}]],
            ["mine", "GET", "/cards/mine", 200, "application/json", [{"mine": 1}]],
            ["export", "GET", "/cards/{id}.csv", 200, "text/csv", "csv"],
            ["of", "GET", "/boards/{board}/cards", 200, "application/json", [{"of": 1}]],
            ["remove", "DELETE", "/cards/{id}", 204, "", ""],
            ["root", "GET", "/", 200, "text/plain", "root"]
            ]"#,
        );
        let body = |method: &Method, path: &str| {
            let response = examples.response(method, path)?;
            Some(String::from_utf8(response.body().as_bytes().unwrap().to_vec()).unwrap())
        };
        for (path, wanted) in [
            ("/cards", Some(r#"{"list": 1}"#)),
            ("/api/v1/cards", Some(r#"{"list": 1}"#)),
            ("/v1/cards/7", Some(r#"{"read": 1}"#)),
            ("/v1/cards/mine", Some(r#"{"mine": 1}"#)),
            ("/v1/cards/7.csv", Some("csv")),
            ("/v1/boards/3/cards", Some(r#"{"of": 1}"#)),
            ("/v1/", Some("root")),
            ("/v1/lanes", None),
        ] {
            assert_eq!(body(&Method::GET, path).as_deref(), wanted, "{path}");
        }
        let removed = examples.response(&Method::DELETE, "/cards/7").unwrap();
        assert_eq!((removed.status(), removed.headers().len()), (StatusCode::NO_CONTENT, 0));
        assert!(body(&Method::POST, "/cards").is_none());
    }

    #[test]
    #[should_panic(expected = "examples are lists")]
    fn examples_of_another_form_are_refused() {
        Examples::read("{}");
    }
}
