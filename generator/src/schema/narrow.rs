//! Values beside a choice of constants.

use super::SchemaReader;
use super::composition::Composition;
use super::constraints::{AllowedValue, Choice, Constraints};

impl<'d> SchemaReader<'d, '_> {
    /// Values beside a choice of constants: those that both allow. The choice says nothing more, and what is left is an
    /// `enum` or a constant like any other.
    pub(super) fn narrow_choices(&mut self, constraints: &mut Constraints<'d>) {
        if constraints.values.is_none() || constraints.choices.is_empty() {
            return;
        }
        let mut kept = Vec::new();
        for choice in std::mem::take(&mut constraints.choices) {
            match self.constants_of(&choice) {
                Some(listed) => {
                    let Some(values) = &mut constraints.values else { continue };
                    let both: Vec<AllowedValue<'d>> = values
                        .iter()
                        .filter_map(|own| {
                            let other = listed.iter().find(|other| other.value == own.value)?;
                            let description = own.description.clone().or_else(|| other.description.clone());
                            Some(AllowedValue { description, ..own.clone() })
                        })
                        .collect();
                    if both.is_empty() {
                        kept.push(choice);
                    } else {
                        *values = both;
                    }
                }
                None => kept.push(choice),
            }
        }
        constraints.choices = kept;
    }

    /// The constants that a choice is between; `None` where a branch is anything else.
    fn constants_of(&mut self, choice: &Choice<'d>) -> Option<Vec<AllowedValue<'d>>> {
        let mut all = Vec::new();
        for branch in &choice.branches {
            let Composition::Node(branch) = branch else { return None };
            let branch = self.follow(branch)?;
            let map = branch.value.as_object()?;
            let (key, value) = ["const", "enum"].iter().find_map(|key| map.get_key_value(*key))?;
            let mut constraints = Constraints::default();
            Self::values(&branch, key, value, &mut constraints);
            all.extend(constraints.values.unwrap_or_default());
        }
        Some(all)
    }
}
