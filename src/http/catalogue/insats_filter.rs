//! Which insatser of a municipality a list shows, and in which order.

use chrono::NaiveDate;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::{date, line, word};
use crate::domain::criteria::Criterion;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::{Category, Version};
use crate::domain::letters::{folded, swedish_order};
use crate::http::query::{query, true_or_false};

query! {
    /// Which insatser of a municipality.
    Filter {
        /// The day of the question; today if absent. / Dagen som frågan avser; i dag om den utelämnas.
        #[param(format = "date", example = "2025-09-01")]
        as_of: Option<NaiveDate> = "asOf", date;
        /// Words in the name, summary or target group in any language, with or without diacritics. / Ord i namn, sammanfattning eller målgrupp på alla språk.
        #[param(value_type = Option<String>, max_length = 300, example = "traffpunkt")]
        q: Option<String> = "q", folded_line;
        /// The kind of insats. / Slag av insats.
        #[param(inline, example = "motesplats")]
        category: Option<Category> = "category", word;
        /// Open to all or not. / Öppen för alla eller inte.
        #[param(example = true)]
        open_to_all: Option<bool> = "openToAll", true_or_false;
        /// One or more statuses, separated by commas; `inForce` if absent. / Ett eller flera lägen, åtskilda med komma.
        #[param(value_type = Option<String>, default = "inForce", example = "inForce,upcoming")]
        status: Vec<Status> = "status", statuses => vec![Status::InForce];
        /// `slug`, or `name` in Swedish order. / `slug`, eller `name` i svensk ordning.
        #[param(value_type = Option<String>, default = "slug", example = "name")]
        sort: Sort = "sort", word => Sort::Slug;
    }
}

#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Sort {
    Slug,
    Name,
}

impl Filter {
    pub(crate) fn of<'a>(&self, municipality: &'a Municipality, day: NaiveDate) -> Vec<Standing<'a>> {
        let standings = municipality.insatser().values().filter_map(|insats| insats.on(day));
        let mut found: Vec<Standing> = standings.filter(|standing| self.fits(*standing)).collect();
        if self.sort == Sort::Name {
            found.sort_by_key(|standing| swedish_order(&standing.version().held.version.name.sv));
        }
        found
    }

    fn fits(&self, standing: Standing) -> bool {
        let version = &standing.version().held.version;
        let is_open = || version.criteria.as_ref().is_some_and(Criterion::is_open_to_all);
        self.status.contains(&standing.status())
            && self.category.is_none_or(|category| version.category == category)
            && self.open_to_all.is_none_or(|wanted| is_open() == wanted)
            && self.q.as_deref().is_none_or(|words| says(version, words))
    }
}

/// Reads one line without personal details, folded for comparison.
pub(crate) fn folded_line(node: &Node, faults: &mut Faults) -> Option<String> {
    faults.refuse_personal_details(node);
    line(node, faults).map(|line| folded(&line))
}

/// Says whether the texts about the insats contain every word; the words are folded.
pub(crate) fn says(version: &Version, words: &str) -> bool {
    let texts = [
        Some(&version.name),
        Some(&version.summary),
        version.target_group.as_ref(),
    ];
    let texts = texts
        .into_iter()
        .flatten()
        .flat_map(|text| text.by_language().map(|(_, text)| text));
    let texts: Vec<&str> = texts.chain([version.slug.as_str()]).collect();
    let searched = folded(&texts.join(" "));
    words.split_whitespace().all(|word| searched.contains(word))
}

fn statuses(node: &Node, faults: &mut Faults) -> Option<Vec<Status>> {
    let Value::Text(list) = &node.value else {
        return None;
    };
    let one = |text: &str, faults: &mut Faults| {
        let node = Node::new(Value::Text(text.trim().to_owned()), node.pointer.clone(), None);
        word(&node, faults)
    };
    list.split(',').map(|text| one(text, faults)).collect()
}
