//! Whether null is one of the values of a schema.

use super::{Composition, SchemaReader, TypeSet};
use crate::document::Address;
use foldhash::{HashSet, HashSetExt};

impl<'d> SchemaReader<'d, '_> {
    /// Whether null is one of the values, decided without making a type.
    pub(crate) fn allows_null(&mut self, composition: &Composition<'d>) -> bool {
        let address = if let Composition::Node(node) = composition { Some(node.address()) } else { None };
        if let Some(known) = address.and_then(|address| self.nulls.get(&address)) {
            return *known;
        }
        let null = self.finds_null(composition, &mut HashSet::new());
        if let Some(address) = address {
            self.nulls.insert(address, null);
        }
        null
    }

    /// Looks for null through choices in choices, each schema once.
    fn finds_null(&mut self, composition: &Composition<'d>, visited: &mut HashSet<Address>) -> bool {
        let constraints = self.constraints(composition);
        if constraints.null.allowed() {
            return true;
        }
        let is_object = constraints.types == TypeSet::OBJECT && !constraints.properties.is_empty();
        if constraints.choices.is_empty() || is_object {
            return false;
        }
        if let Composition::Node(node) = composition
            && !visited.insert(node.address())
        {
            return false;
        }
        constraints.choices.iter().all(|choice| choice.branches.iter().any(|branch| self.finds_null(branch, visited)))
    }
}
