//! Pages beside `api.md`: what of it is more than one page holds, by resource and by the first letter of a type.

use crate::limits::PAGE_LINES;
use crate::rust::{Page, PageSection, Surface};
use std::collections::BTreeMap;

/// Leaves the sections as they are, or moves them to pages that `api.md` links.
pub fn divide(sections: Vec<PageSection>, surface: &Surface) -> (Vec<PageSection>, Vec<Page>) {
    let total: usize = sections.iter().map(|section| section.lines.len() + 3).sum();
    if total <= PAGE_LINES {
        return (sections, Vec::new());
    }
    let mut pages = Vec::new();
    let mut index: Vec<PageSection> = Vec::new();
    for section in sections {
        let resource = surface.resources.iter().find(|resource| section.title == heading(&resource.title, &resource.accessor));
        if let Some(resource) = resource {
            let path = format!("api/{}.md", resource.accessor.trim_start_matches("r#"));
            add(&mut pages, &path, &section.title, section.lines);
        } else if section.title == "Types" {
            let mut letters: BTreeMap<char, Vec<String>> = BTreeMap::new();
            for entry in entries(section.lines) {
                letters.entry(letter(&entry[0])).or_default().extend(entry);
            }
            for (letter, lines) in letters {
                add(&mut pages, &format!("api/types/{letter}.md"), &format!("Types: {}", letter.to_ascii_uppercase()), lines);
            }
        } else if section.lines.len() > PAGE_LINES / 8 {
            let word = section.title.split(' ').next().unwrap_or_default().to_ascii_lowercase();
            add(&mut pages, &format!("api/other/{word}.md"), &section.title, section.lines);
        } else {
            index.push(section);
        }
    }
    let links = pages.iter().map(|page: &Page| {
        let count = page.sections.iter().flat_map(|section| &section.lines).filter(|line| line.starts_with("- ")).count();
        format!("- [{}]({}): {count}", page.title.replace(['[', ']'], ""), page.path)
    });
    index.push(PageSection { title: "Pages".to_owned(), lines: links.collect() });
    (index, pages)
}

/// The heading of the operations of a resource.
pub fn heading(title: &str, accessor: &str) -> String {
    format!("{title}: `client.{accessor}()`")
}

/// A page of these lines, or several where one does not hold them.
fn add(pages: &mut Vec<Page>, path: &str, title: &str, lines: Vec<String>) {
    let mut pieces: Vec<Vec<String>> = Vec::new();
    for entry in entries(lines) {
        match pieces.last_mut() {
            Some(piece) if piece.len() + entry.len() <= PAGE_LINES => piece.extend(entry),
            _ => pieces.push(entry),
        }
    }
    for (number, lines) in pieces.into_iter().enumerate() {
        let path = if number == 0 { path.to_owned() } else { format!("{}_{number}.md", path.trim_end_matches(".md")) };
        let title = if number == 0 { title.to_owned() } else { format!("{title}, page {}", number + 1) };
        let sections = vec![PageSection { title: title.clone(), lines }];
        pages.push(Page { path, title, sections });
    }
}

/// Lines by what they belong to: an operation or type with what stands below it.
fn entries(lines: Vec<String>) -> Vec<Vec<String>> {
    let mut entries: Vec<Vec<String>> = Vec::new();
    for line in lines {
        match entries.last_mut() {
            Some(entry) if line.starts_with(' ') => entry.push(line),
            _ => entries.push(vec![line]),
        }
    }
    entries
}

/// The first letter of the name in a line such as "- `struct Card` read", in lower case.
fn letter(line: &str) -> char {
    let name = line.trim_start_matches("- `").split(' ').nth(1).unwrap_or_default();
    name.chars().next().filter(char::is_ascii_alphabetic).map_or('_', |letter| letter.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stay_whole() {
        let lines = |count: usize| {
            let mut lines = vec!["- `struct Card` read".to_owned()];
            lines.extend((1..count).map(|number| format!("  - `a{number}: String`")));
            lines
        };
        let (index, pages) = divide(vec![PageSection { title: "Types".to_owned(), lines: lines(10) }], &Surface::default());
        assert_eq!((index.len(), pages.len()), (1, 0), "a small page stays one");
        let all = [lines(1000), lines(1000), vec!["- `type Alias = Card`".to_owned()]].concat();
        let (index, pages) = divide(vec![PageSection { title: "Types".to_owned(), lines: all }], &Surface::default());
        let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths, ["api/types/a.md", "api/types/c.md", "api/types/c_1.md"]);
        assert!(pages.iter().flat_map(|page| &page.sections).all(|section| section.lines[0].starts_with("- ")));
        assert_eq!(
            index[0].lines,
            ["- [Types: A](api/types/a.md): 1", "- [Types: C](api/types/c.md): 1", "- [Types: C, page 2](api/types/c_1.md): 1"]
        );
    }
}
