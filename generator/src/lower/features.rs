//! Cargo features of the crate.

/// Features that every crate has, which those of resources may not be called.
const SHARED_FEATURES: [&str; 12] = [
    "default",
    "full",
    "reqwest",
    "rustls",
    "aws-lc",
    "native-tls",
    "http2",
    "gzip",
    "blocking",
    "full-types",
    "examples",
    "tower",
];

/// The feature of each module of operations, where they have one.
pub fn features<'m>(modules: impl Iterator<Item = &'m str>, gated: bool) -> Vec<Option<String>> {
    let modules: Vec<String> = modules.map(|module| module.trim_start_matches("r#").replace('_', "-")).collect();
    let name = |module: &String| {
        let mut name = module.clone();
        while SHARED_FEATURES.contains(&name.as_str()) || name != *module && modules.contains(&name) {
            name += "-api";
        }
        name
    };
    modules.iter().map(|module| gated.then(|| name(module))).collect()
}

#[cfg(test)]
mod tests {
    use super::features;

    #[test]
    fn a_resource_takes_no_feature_of_the_crate() {
        let modules = ["cards", "r#type", "default", "default_api", "tower", "order_rows"];
        let names = features(modules.into_iter(), true).into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(names, ["cards", "type", "default-api-api", "default-api", "tower-api", "order-rows"]);
        assert_eq!(features(modules.into_iter(), false), vec![None; 6]);
    }
}
