//! Which responses of an operation mean success, and which of their contents are told apart.

use crate::ir::{Content, ContentKind, Operation, Response, Status};
use crate::media::MediaType;

/// Whether a status means success.
pub fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Whether a status says where to go on. Not so 304, which only comes where the caller made a condition of it.
pub fn is_redirect(status: Status) -> bool {
    matches!(status, Status::Code(300..=303 | 305..=399) | Status::Range(3))
}

/// The statuses beside `2XX` that are responses of an operation: the redirects it describes, as numbers.
pub fn further_statuses(operation: &Operation) -> Vec<u16> {
    let found = successes(operation).into_iter().filter(|response| is_redirect(response.status));
    let mut statuses: Vec<u16> = found
        .flat_map(|response| match response.status {
            Status::Code(code) => vec![code],
            _ => vec![300, 301, 302, 303, 305, 307, 308],
        })
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// The responses that mean success: `2XX` and described redirects, else `default`.
///
/// A redirect beside `2XX` is a failure where its body is that of the errors, and where the other response is a stream, which has no
/// place in an enum.
pub fn successes(operation: &Operation) -> Vec<&Response> {
    let all = || operation.responses.iter();
    let mut found: Vec<&Response> = all().filter(|response| is_success(response.status)).collect();
    let is_stream = |content: &Content| matches!(content.kind, ContentKind::Stream | ContentKind::Events | ContentKind::Values);
    let streamed = found.iter().any(|response| readable(response).into_iter().any(is_stream));
    let json = |response: &Response| {
        response.contents.iter().find(|content| content.kind == ContentKind::Json).and_then(|content| content.ty.clone())
    };
    let fails = |response: &Response| !is_success(response.status) && !is_redirect(response.status);
    let is_error = |redirect: &Response| {
        let ty = json(redirect);
        ty.is_some() && all().any(|other| fails(other) && json(other) == ty)
    };
    if !streamed {
        found.extend(all().filter(|response| is_redirect(response.status) && !is_error(response)));
    }
    if found.is_empty() { all().filter(|response| response.status == Status::Default).collect() } else { found }
}

/// The media type to ask for to get a content; none where its name is no media type, or any.
pub fn asked(content: &Content) -> Option<String> {
    let media = MediaType::parse(&content.media);
    if !media.as_str().contains('/') || media.as_str() == "*/*" {
        return None;
    }
    if content.kind == ContentKind::Json && media.is_plain_json() {
        return Some("application/json".to_owned());
    }
    let parameters = MediaType::parameters(&content.media);
    Some(std::iter::once(media.as_str().to_owned()).chain(parameters).collect::<Vec<_>>().join(";"))
}

/// The content types of a response that are worth telling apart: JSON stands for XML and for other JSON of the same type.
pub fn readable(response: &Response) -> Vec<&Content> {
    let json = response.contents.iter().find(|content| content.kind == ContentKind::Json);
    let mut out: Vec<&Content> = Vec::new();
    for content in &response.contents {
        let lesser = json.is_some() && matches!(content.kind, ContentKind::Bytes | ContentKind::Form | ContentKind::Multipart);
        let same_text = json.is_some_and(|json| content.kind == ContentKind::Text && content.ty == json.ty);
        // Text contents of one type differ by their media type all the same: CSV is no TSV.
        let twin =
            content.kind != ContentKind::Text && out.iter().any(|other| other.kind == content.kind && other.ty == content.ty);
        let vague =
            content.kind == ContentKind::Json && content.ty.is_none() && out.iter().any(|other| other.kind == ContentKind::Json);
        if !lesser && !same_text && !twin && !vague {
            out.push(content);
        }
    }
    out
}

/// Events and sequences of values that stand beside another response, which a request can ask for instead. Events of several types
/// are not told apart, and stay strings among the other responses.
pub fn streams(operation: &Operation) -> Vec<&Content> {
    let contents: Vec<&Content> = successes(operation).into_iter().flat_map(readable).collect();
    let of = |kind: ContentKind| {
        let mut found = contents.iter().copied().filter(move |content| content.kind == kind);
        let first = found.next()?;
        found.all(|other| other.ty == first.ty).then_some(first)
    };
    let found: Vec<&Content> = [ContentKind::Events, ContentKind::Values].into_iter().filter_map(of).collect();
    let has_other = contents.iter().any(|content| !found.iter().any(|stream| stream.kind == content.kind));
    if has_other { found } else { Vec::new() }
}

/// A variant name for a status, after its reason phrase (RFC 9110).
pub fn status_name(status: Status) -> String {
    let code = match status {
        Status::Code(code) => code,
        Status::Range(digit) => {
            return format!(
                "{}Range",
                ["", "Informational", "Success", "Redirect", "ClientError", "ServerError"]
                    .get(usize::from(digit))
                    .unwrap_or(&"Unknown")
            )
            .replace("Range", "");
        }
        Status::Default => return "Default".to_owned(),
    };
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return format!("Status{code}"),
    };
    name.to_owned()
}
