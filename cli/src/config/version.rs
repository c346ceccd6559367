//! Versions and requirements of versions, as cargo has them.

/// Whether a text is a semantic version.
pub(super) fn is_version(text: &str) -> bool {
    let (rest, build) = split(text, '+');
    let (core, pre) = split(rest, '-');
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| is_identifier(part) && (!is_digits(part) || is_number(part))))
        && build.is_none_or(|build| build.split('.').all(is_identifier))
}

/// Whether a text is a requirement: comparisons with versions, of which the end may be missing or `*`.
pub(super) fn is_requirement(text: &str) -> bool {
    text.split(',').all(|part| {
        let part = part.trim();
        let operator = ["<=", ">=", "<", ">", "=", "^", "~"].into_iter().find(|operator| part.starts_with(operator));
        let version = part[operator.map_or(0, str::len)..].trim_start();
        let partial = |version: &str| {
            let parts: Vec<&str> = version.split('.').collect();
            let first = parts.iter().position(|part| ["*", "x", "X"].contains(part)).unwrap_or(parts.len());
            parts.len() <= 3
                && parts[..first].iter().all(|part| is_number(part))
                && parts[first..].iter().all(|part| ["*", "x", "X"].contains(part))
                && (first > 0 || operator.is_none())
        };
        is_version(version) || partial(version)
    })
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(part: &str) -> bool {
    is_digits(part) && part.parse::<u64>().is_ok() && (part == "0" || !part.starts_with('0'))
}

fn is_identifier(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        for good in ["0.1.0", "1.2.3-rc.1", "1.0.0+build.01", "1.0.0-a-b.2+c"] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["1.0", "v1.0.0", "1.0.0-", "1.0.0-01", "01.0.0", "1.0.0+", "1.0.0-a..b", ""] {
            assert!(!is_version(bad), "{bad}");
        }
    }

    #[test]
    fn requirements() {
        for good in ["1", "0.4", "^1.2", ">=1.2, <2", "*", "1.*", "=1.0.0-rc.1", "~0.3.1", ">= 1"] {
            assert!(is_requirement(good), "{good}");
        }
        for bad in ["", "not a version", "1.2.3.4", "1,", ">", "*.1", "v1", "^*"] {
            assert!(!is_requirement(bad), "{bad}");
        }
    }
}
