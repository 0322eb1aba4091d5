//! Which insatser of a municipality a list shows, and in which order.

use chrono::NaiveDate;
use utoipa::IntoParams;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::{Members, date, line, word};
use crate::domain::criteria::Criterion;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::{Category, Version};
use crate::domain::letters::{folded, swedish_order};
use crate::http::query::{FromQuery, true_or_false};

/// Which insatser of a municipality.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(crate) struct Filter {
    /// The day asked about; today when absent. / Den dag som frågan avser; i dag om den utelämnas.
    #[param(format = "date", example = "2025-09-01")]
    pub as_of: Option<NaiveDate>,
    /// Words in name, summary or target group, with or without diacritics. / Ord i namn, sammanfattning eller målgrupp.
    #[param(value_type = Option<String>, max_length = 300, example = "traffpunkt")]
    q: Option<String>,
    /// The kind of insats. / Slag av insats.
    #[param(inline, example = "motesplats")]
    category: Option<Category>,
    /// Open to all or not. / Öppen för alla eller inte.
    #[param(example = true)]
    open_to_all: Option<bool>,
    /// One or more statuses, separated by commas; `inForce` when absent. / Ett eller flera lägen med komma emellan.
    #[param(value_type = Option<String>, default = "inForce", example = "inForce,upcoming")]
    status: Vec<Status>,
    /// `slug`, or `name` in Swedish order. / `slug`, eller `name` i svensk ordning.
    #[param(value_type = Option<String>, default = "slug", example = "name")]
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Sort {
    Slug,
    Name,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            as_of: None,
            q: None,
            category: None,
            open_to_all: None,
            status: vec![Status::InForce],
            sort: Sort::Slug,
        }
    }
}

impl FromQuery for Filter {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        let otherwise = Self::default();
        Some(Self {
            as_of: parameters.optional("asOf", date),
            q: parameters.optional("q", line).map(|words| folded(&words)),
            category: parameters.optional("category", word),
            open_to_all: parameters.optional("openToAll", true_or_false),
            status: parameters.optional("status", statuses).unwrap_or(otherwise.status),
            sort: parameters.optional("sort", word).unwrap_or(otherwise.sort),
        })
    }
}

impl Filter {
    /// The insatser that fit, in the order asked for.
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

/// Says whether every word stands in what is told about the insats; the words are folded.
pub(crate) fn says(version: &Version, words: &str) -> bool {
    let texts = [
        Some(&version.name),
        Some(&version.summary),
        version.target_group.as_ref(),
    ];
    let told = texts.into_iter().flatten().flat_map(|text| [&*text.sv, &*text.en]);
    let told: Vec<&str> = told.chain([version.slug.as_str()]).collect();
    let told = folded(&told.join(" "));
    words.split_whitespace().all(|word| told.contains(word))
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
