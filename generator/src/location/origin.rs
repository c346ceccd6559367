use super::{FileId, Place, push_token, tokens};
use foldhash::HashMap;

/// Where the values of the root file come from after overlays changed it.
///
/// Later stages see one document and speak of its pointers. A value that an overlay brought, copied or moved to another
/// position of a list stands elsewhere in the texts: [`Origins::source`] says where.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    root: Branch,
}

/// A node of the document, where it or something below it comes from elsewhere.
#[derive(Clone, Debug, Default)]
struct Branch {
    /// Where the node comes from; the same pointer relative to the node around it where nothing is said.
    from: Option<Place>,
    children: HashMap<String, Branch>,
}

impl Origins {
    /// The place in the texts of a place in the document.
    #[must_use]
    pub fn source(&self, place: &Place) -> Place {
        if place.file != FileId::default() || self.is_empty() {
            return place.clone();
        }
        let parts: Vec<String> = place.tokens().collect();
        let found = self.locate(&parts);
        Place { on: place.on, ..found }
    }

    /// Whether every value comes from where it stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.from.is_none() && self.root.children.is_empty()
    }

    /// States where the value at a pointer comes from, with everything in it.
    pub(crate) fn set(&mut self, pointer: &str, from: Place) {
        *self.branch(pointer) = Branch { from: Some(from), children: HashMap::default() };
    }

    /// The origins of the value at a pointer as if it were a document.
    pub(crate) fn part(&self, pointer: &str) -> Origins {
        Origins { root: self.absolute(pointer) }
    }

    /// States that the value at the pointer `to` is a copy of the one at the pointer `from` of a document.
    pub(crate) fn copy_from(&mut self, document: &Origins, from: &str, to: &str) {
        *self.branch(to) = document.absolute(from);
    }

    /// Forgets the value at a pointer, which is gone.
    pub(crate) fn remove(&mut self, pointer: &str) {
        let mut parts: Vec<String> = tokens(pointer).collect();
        let Some(last) = parts.pop() else { return };
        let mut branch = &mut self.root;
        for part in parts {
            let Some(child) = branch.children.get_mut(&part) else { return };
            branch = child;
        }
        branch.children.remove(&last);
    }

    /// States which items of the list at a pointer are left, by their former positions.
    pub(crate) fn keep_items(&mut self, pointer: &str, kept: &[usize]) {
        let item = |index: usize| {
            let mut item = pointer.to_owned();
            push_token(&mut item, &index.to_string());
            item
        };
        let known: Vec<Branch> = kept.iter().map(|&index| self.absolute(&item(index))).collect();
        let branch = self.branch(pointer);
        branch.children = known.into_iter().enumerate().map(|(index, child)| (index.to_string(), child)).collect();
    }

    fn branch(&mut self, pointer: &str) -> &mut Branch {
        tokens(pointer).fold(&mut self.root, |branch, part| branch.children.entry(part).or_default())
    }

    /// What is known of a node, with its own place stated.
    fn absolute(&self, pointer: &str) -> Branch {
        let parts: Vec<String> = tokens(pointer).collect();
        let known = parts.iter().try_fold(&self.root, |branch, part| branch.children.get(part));
        let children = known.map(|branch| branch.children.clone()).unwrap_or_default();
        Branch { from: Some(self.locate(&parts)), children }
    }

    /// The place in the texts of the node that these tokens lead to.
    fn locate(&self, parts: &[String]) -> Place {
        let mut branch = Some(&self.root);
        let mut place = self.root.from.clone().unwrap_or_default();
        for part in parts {
            branch = branch.and_then(|branch| branch.children.get(part));
            place = branch.and_then(|branch| branch.from.clone()).unwrap_or_else(|| place.join(part));
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(origins: &Origins, pointer: &str) -> String {
        let place = origins.source(&Place::new(FileId::default(), pointer));
        format!("{}{place}", place.file.0)
    }

    #[test]
    fn values_keep_the_place_they_came_from() {
        let mut origins = Origins::default();
        assert_eq!(source(&origins, "/a/b"), "0#/a/b");
        origins.set("/a/new", Place::new(FileId(7), "/actions/0/update/new"));
        assert_eq!(source(&origins, "/a/new/x/1"), "7#/actions/0/update/new/x/1");
        assert_eq!(source(&origins, "/a/old"), "0#/a/old");
        origins.copy_from(&origins.clone(), "/a", "/b");
        assert_eq!(source(&origins, "/b/new/x"), "7#/actions/0/update/new/x");
        assert_eq!(source(&origins, "/b/old"), "0#/a/old");
        origins.remove("/a/new");
        assert_eq!(source(&origins, "/a/new"), "0#/a/new");
        assert_eq!(source(&origins, "/b/new"), "7#/actions/0/update/new");
    }

    #[test]
    fn items_keep_their_former_position() {
        let mut origins = Origins::default();
        origins.set("/list/3", Place::new(FileId(7), "/x"));
        origins.keep_items("/list", &[1, 3, 4]);
        assert_eq!(source(&origins, "/list/0/a"), "0#/list/1/a");
        assert_eq!(source(&origins, "/list/1/a"), "7#/x/a");
        assert_eq!(source(&origins, "/list/2"), "0#/list/4");
        origins.keep_items("/list", &[2]);
        assert_eq!(source(&origins, "/list/0"), "0#/list/4");
    }
}
