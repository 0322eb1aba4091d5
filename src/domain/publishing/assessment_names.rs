//! Recognises an insats that always requires individual assessment by what it is called.
//!
//! A slip must not let one in: inflected forms, hyphens, spaces and invisible characters make no difference. Something
//! else that merely mentions one passes: advice on financial assistance, a meeting place for family homes.

use crate::domain::criteria::{Condition, Criterion};
use crate::domain::letters::folded_visible;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// For whom an insats may never be given without assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    Everybody,
    /// Children, and young people until they turn 21.
    Young,
}

/// What the insatser of the list are called in Swedish, in every form, without diacritics and spaces.
///
/// Stödboende, HVB and skyddat boende are on the list for children and young people only: for adults, from 21 years,
/// a municipality may open them (002:61-72).
const NAMES: &[(Whom, &[&str])] = &[
    (
        Whom::Everybody,
        &[
            "kontaktperson",
            "kontaktpersonen",
            "kontaktpersoner",
            "kontaktpersonerna",
        ],
    ),
    (
        Whom::Everybody,
        &[
            "kontaktfamilj",
            "kontaktfamiljen",
            "kontaktfamiljer",
            "kontaktfamiljerna",
        ],
    ),
    (
        Whom::Everybody,
        &[
            "kvalificeradkontaktperson",
            "kvalificeradekontaktpersonen",
            "kvalificeradekontaktpersoner",
            "kvalificeradekontaktpersonerna",
        ],
    ),
    (
        Whom::Everybody,
        &[
            "familjehem",
            "familjehemmet",
            "familjehemmen",
            "familjehemsvard",
            "familjehemsvarden",
        ],
    ),
    (
        Whom::Everybody,
        &["lvmhem", "lvmhemmet", "lvmhemmen", "lvmvard", "lvmvarden"],
    ),
    (
        Whom::Everybody,
        &[
            "sarskiltungdomshem",
            "sarskildaungdomshem",
            "sarskildaungdomshemmet",
            "sarskildaungdomshemmen",
        ],
    ),
    (
        Whom::Everybody,
        &["jourhem", "jourhemmet", "jourhemmen", "jourhemsvard", "jourhemsvarden"],
    ),
    (
        Whom::Everybody,
        &[
            "sarskiltboende",
            "sarskildaboende",
            "sarskildaboendet",
            "sarskildaboenden",
            "sarskildaboendena",
        ],
    ),
    (
        Whom::Everybody,
        &[
            "bostadmedsarskiltstod",
            "bostadenmedsarskiltstod",
            "bostadermedsarskiltstod",
            "bostadernamedsarskiltstod",
        ],
    ),
    (
        Whom::Everybody,
        &[
            "korttidsboende",
            "korttidsboendet",
            "korttidsboenden",
            "korttidsboendena",
        ],
    ),
    (Whom::Everybody, &["heldygnsvard", "heldygnsvarden"]),
    (
        Whom::Everybody,
        &[
            "ekonomisktbistand",
            "ekonomiskabistandet",
            "forsorjningsstod",
            "forsorjningsstodet",
        ],
    ),
    (
        Whom::Young,
        &["stodboende", "stodboendet", "stodboenden", "stodboendena"],
    ),
    (
        Whom::Young,
        &["hvb", "hvbhem", "hvbhemmet", "hvbhemmen", "hvbvard", "hvbvarden"],
    ),
    (
        Whom::Young,
        &[
            "hemforvardellerboende",
            "hemmetforvardellerboende",
            "hemforvardochboende",
        ],
    ),
    (
        Whom::Young,
        &[
            "skyddatboende",
            "skyddadeboendet",
            "skyddadeboenden",
            "skyddadeboendena",
        ],
    ),
];

/// Words that may stand before a name and say nothing of what it is.
const BEFORE: [&str; 10] = [
    "en", "ett", "den", "det", "de", "annan", "annat", "andra", "insats", "insatsen",
];
/// What one is given in something of the list: care, a place.
const GIVEN: [&str; 4] = ["vard", "plats", "placering", "boende"];
/// In what it is given.
const IN: [&str; 3] = ["i", "pa", "hos"];

/// The age from which an insats is in its adult form.
const ADULT: u8 = 21;

/// What an insats, or an activity of one, is called: for whom it is on the list, where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Called(Option<Whom>);

impl Called {
    /// Looks for it on the list by its slug and its Swedish name.
    ///
    /// A slug or a name that begins with one of the list and goes on counts too: `kontaktperson-for-aldre`.
    pub(crate) fn of(slug: &Slug, name: &Text) -> Self {
        let found = [slug.as_str(), &name.sv].map(listed);
        let is = |whom| found.contains(&Some(whom));
        let whom = [Whom::Everybody, Whom::Young].into_iter().find(|whom| is(*whom));
        Self(whom)
    }

    /// Says whether it may not be given without assessment to those who meet the criteria.
    pub(crate) fn requires_assessment(self, criteria: Option<&Criterion>) -> bool {
        match self.0 {
            None => false,
            Some(Whom::Everybody) => true,
            Some(Whom::Young) => !criteria.is_some_and(asks_for_adults),
        }
    }
}

/// Says whether nobody below 21 meets the criteria, as far as their form shows.
fn asks_for_adults(criteria: &Criterion) -> bool {
    match &criteria.condition {
        Condition::Age(limit) => limit.at_least.is_some_and(|least| least >= ADULT),
        Condition::All(of) => of.iter().any(asks_for_adults),
        Condition::Any(of) => !of.is_empty() && of.iter().all(asks_for_adults),
        _ => false,
    }
}

fn listed(text: &str) -> Option<Whom> {
    let words = words(text);
    let mut left = &words[..];
    loop {
        // Written apart or together is the same, so as many words as make a name are taken together.
        let mut together = String::new();
        for word in left {
            together.push_str(word);
            let named = NAMES.iter().find(|(_, names)| names.contains(&together.as_str()));
            if let Some((whom, _)) = named {
                return Some(*whom);
            }
        }
        left = match left {
            [given, within, rest @ ..] if GIVEN.contains(&given.as_str()) && IN.contains(&within.as_str()) => rest,
            [before, rest @ ..] if BEFORE.contains(&before.as_str()) => rest,
            _ => return None,
        };
    }
}

/// The first words of a text in plain letters and digits, up to a sign that parts more than a hyphen or a space does.
fn words(text: &str) -> Vec<String> {
    let plain = folded_visible(text);
    let parts = |c: char| !c.is_alphanumeric() && !joins(c);
    let first = plain.split(parts).find(|part| part.contains(char::is_alphanumeric));
    let words = first.unwrap_or_default().split(joins).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn joins(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use crate::domain::criteria::{AgeLimit, Condition, Criterion};
    use crate::domain::slug::Slug;
    use crate::domain::text::Text;

    use super::Called;

    fn is_listed(slug: &str, name: &str, from_age: Option<u8>) -> bool {
        let criteria = from_age.map(|age| {
            let limit = AgeLimit {
                at_least: Some(age),
                at_most: None,
            };
            Criterion::bare(Condition::All(vec![Criterion::bare(Condition::Age(limit))]))
        });
        let called = Called::of(&Slug::parse(slug).expect("a slug"), &Text::new(name, "x"));
        called.requires_assessment(criteria.as_ref())
    }

    #[test]
    fn another_form_of_the_name_is_found_too() {
        for name in [
            "Kontaktperson, för dig över 65",
            "Kontaktpersoner",
            "Kontaktfamiljer",
            "Kvalificerade kontaktpersoner",
            "KORTTIDSBOENDE",
            "Korttidsboendet",
            "Korttids-boende",
            "Korttids boende",
            "Korttids\u{2011}boende",
            "Korttids\u{ad}boende",
            "Korttids\u{200b}boende",
            "Vård i korttidsboende",
            "Plats på korttidsboende",
            "”Korttidsboende”",
            "Familjehemsvård",
            "Vård hos familjehem",
            "Jourhemmet",
            "LVM-hemmet",
            "Vård på HVB",
            "HVB-hem",
            "Hem för vård och boende",
            "Ett ekonomiskt bistånd",
            "Försörjningsstöd",
            "Insatsen ekonomiskt bistånd",
            "Särskilt boende",
            "Särskilda boenden",
            "Särskilt boende för äldre (demens)",
            "Bostäder med särskilt stöd",
            "Annat särskilt boende",
        ] {
            assert!(is_listed("x", name, None), "{name}");
        }
        for slug in [
            "kontaktperson-for-aldre",
            "hvb",
            "stodboende",
            "vard-pa-hvb",
            "kontaktpersoner",
            "forsorjningsstod",
        ] {
            assert!(is_listed(slug, "x", None), "{slug}");
        }
    }

    #[test]
    fn what_only_sounds_like_it_passes() {
        for name in [
            "Råd om ekonomiskt bistånd",
            "Kontaktpersonal",
            "Kontaktcenter",
            "Stöd till familjehem",
            "Trygghetslarm",
            "Boendestöd",
            "Särskilt boendestöd",
            "Stöd, boende och vardag",
            "Stöd i boendet",
            "Boendecoachning för bostadslösa",
            "Boende i fokus",
            "Vård i hemmet",
            "En plats i solen",
            "Korttidstillsyn",
            "Familjerådgivning",
            "Hemtjänst",
            "Den öppna förskolan",
            "Insats för unga",
            // It is for those who are a family home; nobody is cared for in one by it.
            "Träffpunkt för familjehem",
            "–",
        ] {
            assert!(!is_listed("x", name, None), "{name}");
        }
        assert!(!is_listed("rad-om-ekonomiskt-bistand", "x", None));
    }

    #[test]
    fn the_adult_form_of_housing_is_not_listed() {
        assert!(!is_listed("stodboende", "Stödboende", Some(21)));
        assert!(is_listed("stodboende", "Stödboende", Some(20)));
        assert!(!is_listed("x", "Vård på HVB", Some(21)));
        assert!(is_listed("kontaktperson", "Kontaktperson", Some(21)));
        // On the list by either of its names.
        assert!(is_listed("stodboende", "Särskilt boende", Some(21)));
    }
}
