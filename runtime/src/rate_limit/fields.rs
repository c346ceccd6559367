//! The structured fields `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).

use std::cmp::Reverse;
use std::time::Duration;

use http::HeaderMap;

use crate::conventions::RateLimitRules;
use crate::header_list::{parameter, split, unquoted};

/// What the fields say of the limit that is nearest.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub limit: Option<u64>,
    pub remaining: Option<u64>,
    pub reset: Option<Duration>,
}

/// Reads the fields; `None` where a response has none. Of several limits the one counts that is used up for the longest time,
/// else the one of which the least is left.
pub(super) fn read(rules: &RateLimitRules, headers: &HeaderMap) -> Option<Stated> {
    let field = text(headers, rules.field?);
    let policy = rules.policy.map(|name| text(headers, name)).unwrap_or_default();
    let limits = split(&field, ',').filter_map(Limit::read);
    let nearest = limits.min_by_key(|limit| (limit.remaining, Reverse(limit.reset.filter(|_| limit.remaining == 0))));
    let Some(Limit { name, remaining, reset }) = nearest else { return older(&field, &policy) };
    let quota = split(&policy, ',').find_map(|item| {
        let mut parts = split(item, ';');
        (unquoted(parts.next()?) == name).then(|| number(parts, "q"))?
    });
    Some(Stated { limit: quota, remaining: Some(remaining), reset: reset.map(Duration::from_secs) })
}

/// `"default";r=50;t=30`.
struct Limit {
    name: String,
    remaining: u64,
    reset: Option<u64>,
}

impl Limit {
    fn read(item: &str) -> Option<Self> {
        let mut parts = split(item, ';');
        let name = unquoted(parts.next()?).into_owned();
        let rest: Vec<&str> = parts.collect();
        let remaining = number(rest.iter().copied(), "r")?;
        Some(Self { name, remaining, reset: number(rest.into_iter(), "t") })
    }
}

/// The dictionary of the versions before the eighth: `limit=100, remaining=50, reset=30`, with the policy `100;w=60`.
fn older(field: &str, policy: &str) -> Option<Stated> {
    let find = |name| number(split(field, ',').map(|item| item.split(';').next().unwrap_or_default()), name);
    let remaining = find("remaining")?;
    let quota = || split(policy, ',').find_map(|item| item.split(';').next()?.trim().parse().ok());
    Some(Stated {
        limit: find("limit").or_else(quota),
        remaining: Some(remaining),
        reset: find("reset").map(Duration::from_secs),
    })
}

/// The value of a parameter that is a whole number.
fn number<'a>(mut parts: impl Iterator<Item = &'a str>, name: &str) -> Option<u64> {
    parts.find_map(|part| {
        let (found, value) = parameter(part);
        (found == name).then(|| value.parse().ok())?
    })
}

/// All lines of a field as one list.
fn text(headers: &HeaderMap, name: &str) -> String {
    let lines: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    lines.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    #[test]
    fn the_nearest_limit_counts_in_every_version_of_the_draft() {
        let rules = RateLimitRules { field: Some("RateLimit"), policy: Some("RateLimit-Policy"), ..RateLimitRules::DEFAULT };
        let read = |lines: &[&str], policy: &str| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("ratelimit", HeaderValue::from_str(line).unwrap());
            }
            headers.insert(HeaderName::from_static("ratelimit-policy"), HeaderValue::from_str(policy).unwrap());
            super::read(&rules, &headers)
                .map(|stated| (stated.limit, stated.remaining, stated.reset.map(|reset| reset.as_secs())))
        };
        let day = r#""burst";q=100;w=60, "daily";q=1000;w=86400"#;
        for (lines, policy, stated) in [
            (&[r#""default";r=50;t=30"#][..], r#""default";q=100;w=60"#, (Some(100), Some(50), Some(30))),
            (&[r#""default";r=50"#], "", (None, Some(50), None)),
            (&[r#""burst";r=99;t=5, "daily";r=3;t=4000"#], day, (Some(1000), Some(3), Some(4000))),
            (&[r#""burst";r=0;t=5"#, r#""daily";r=0;t=4000"#], day, (Some(1000), Some(0), Some(4000))),
            (&[r#""a, b;r=0";r=7;t=1;pk=:cGFydA==:"#], r#""a, b;r=0";q=8"#, (Some(8), Some(7), Some(1))),
            (&["default;t=2;r=1"], "default;q=3;w=1", (Some(3), Some(1), Some(2))),
            (&["limit=100, remaining=50, reset=30"], "100;w=60", (Some(100), Some(50), Some(30))),
            (&["remaining=50, reset=30"], "200;w=60;comment=\"x\"", (Some(200), Some(50), Some(30))),
        ] {
            assert_eq!(read(lines, policy), Some(stated), "{lines:?}");
        }
        for lines in [&[][..], &[""], &[r#""default""#], &[r#""default";r=many"#], &["soon"], &[";;,,"]] {
            assert_eq!(read(lines, day), None, "{lines:?}");
        }
    }
}
