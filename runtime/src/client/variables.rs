//! Variables of server URLs: `{name}`, `{name=default}`, and `{name=default|other|third}` where only those values exist.

use crate::redact;

/// A variable of a template.
struct Variable<'a> {
    name: &'a str,
    default: Option<&'a str>,
    /// All values, the default first; `None` where any will do.
    values: Option<Vec<&'a str>>,
}

impl<'a> Variable<'a> {
    /// The part between the braces.
    fn read(text: &'a str) -> Self {
        let Some((name, stated)) = text.split_once('=') else { return Self { name: text, default: None, values: None } };
        let values: Vec<&str> = stated.split('|').collect();
        Self { name, default: values.first().copied(), values: (values.len() > 1).then_some(values) }
    }

    fn admits(&self, value: &str) -> bool {
        self.values.as_ref().is_none_or(|values| values.contains(&value))
    }

    fn refused(&self, value: &str) -> String {
        let mut known: Vec<String> = self.values.iter().flatten().map(|value| format!("`{value}`")).collect();
        known.dedup();
        format!("`{value}` is no value of the server variable `{}`: {}", self.name, known.join(", "))
    }
}

/// The variables of a template, in order.
fn variables_of(template: &str) -> impl Iterator<Item = Variable<'_>> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(text, _)| Variable::read(text))
}

/// Whether a template has a variable of this name.
pub(super) fn has(template: &str, name: &str) -> bool {
    variables_of(template).any(|variable| variable.name == name)
}

/// Checks that each variable which the caller set is one of a template, and its value one that a template admits.
///
/// # Errors
/// The name that is unknown, or the value, and those that are known.
pub(super) fn check_variables(templates: &[&str], set: &[(String, String)]) -> Result<(), String> {
    for (name, value) in set {
        let mut refused = None;
        let mut admitted = false;
        for variable in templates.iter().flat_map(|template| variables_of(template)).filter(|variable| variable.name == name) {
            if variable.admits(value) {
                admitted = true;
            } else {
                refused.get_or_insert_with(|| variable.refused(value));
            }
        }
        if admitted {
            continue;
        }
        return Err(refused.unwrap_or_else(|| {
            let mut known: Vec<String> = templates
                .iter()
                .flat_map(|template| variables_of(template))
                .map(|variable| format!("`{}`", variable.name))
                .collect();
            known.sort();
            known.dedup();
            let known = if known.is_empty() { "no server has one".to_owned() } else { format!("there is {}", known.join(", ")) };
            format!("no server has a variable `{name}`; {known}")
        }));
    }
    Ok(())
}

/// Puts server variables into a URL, and drops the slash at its end. With `any_host` a variable of the host needs no value.
///
/// # Errors
/// A variable without a value, or with one that it does not admit or that would end the host.
pub(super) fn fill(template: &str, set: &[(String, String)], any_host: bool) -> Result<String, String> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((variable, behind)) = after.split_once('}') else { break };
        let variable = Variable::read(variable);
        let name = variable.name;
        url.push_str(before);
        let in_host = url.split_once("://").is_none_or(|(_, host)| !host.contains('/'));
        let value = match set.iter().rev().find(|(key, _)| key == name) {
            // A value inside the host must not end it: `evil.test/` would send the credentials elsewhere. The default is the
            // description's, as the rest of the URL is.
            Some((_, value)) if in_host && !url.is_empty() && value.contains(['/', '\\', '?', '#', '@']) => {
                return Err(format!("the variable `{name}` of the server `{}` cannot be in a host", redact::url(template)));
            }
            Some((_, value)) if !variable.admits(value) => return Err(variable.refused(value)),
            Some((_, value)) => value.as_str(),
            None => match variable.default.or((any_host && in_host).then_some("any")) {
                Some(value) => value,
                None => return Err(format!("the server `{}` needs the variable `{name}`", redact::url(template))),
            },
        };
        url.push_str(value);
        rest = behind;
    }
    url.push_str(rest);
    url.truncate(url.trim_end_matches('/').len());
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, value: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), value.to_owned())]
    }

    #[test]
    fn only_values_that_are_described_are_taken() {
        let template = "https://{host=files|media}.test:{port=443}/{version=v1|v1}";
        assert_eq!(fill(template, &[], false).unwrap(), "https://files.test:443/v1");
        assert_eq!(fill(template, &set("host", "media"), false).unwrap(), "https://media.test:443/v1");
        assert_eq!(fill(template, &set("port", "8443"), false).unwrap(), "https://files.test:8443/v1");
        for (name, value, said) in [
            ("host", "other", "`other` is no value of the server variable `host`: `files`, `media`"),
            ("version", "v2", "`v2` is no value of the server variable `version`: `v1`"),
        ] {
            assert_eq!(fill(template, &set(name, value), false).unwrap_err(), said);
            assert_eq!(check_variables(&[template], &set(name, value)).unwrap_err(), said);
            // Another server may have the same variable with other values.
            assert!(check_variables(&[template, "https://{host=a|other}.test/{version}"], &set(name, value)).is_ok());
        }
        let unknown = check_variables(&[template], &set("hosst", "files")).unwrap_err();
        assert_eq!(unknown, "no server has a variable `hosst`; there is `host`, `port`, `version`");
        assert_eq!(
            check_variables(&["https://a.test"], &set("a", "b")).unwrap_err(),
            "no server has a variable `a`; no server has one"
        );
    }

    #[test]
    fn a_default_is_the_descriptions_own_text() {
        assert_eq!(fill("https://{host=a.test/base}/x", &[], false).unwrap(), "https://a.test/base/x");
        assert!(fill("https://{host=a.test/base}/x", &set("host", "evil.test/"), false).is_err());
        assert!(fill("https://{host}/x", &[], false).is_err());
    }
}
