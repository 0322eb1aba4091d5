//! What a stated legal basis cites: `11 kap. 5 § socialtjänstlagen (2025:400)`.

use crate::domain::letters::folded_visible;

/// A legal basis as it is written, without case and diacritics.
pub(super) struct LegalBasis(String);

impl LegalBasis {
    pub(super) fn of(text: &str) -> Self {
        Self(folded_visible(text))
    }

    fn has_word(&self, word: &str) -> bool {
        self.0.split(|c: char| !c.is_alphanumeric()).any(|own| own == word)
    }

    /// Whether it cites the repealed Social Services Act (2001:453).
    pub(super) fn is_repealed_act(&self) -> bool {
        self.0.contains("2001:453")
    }

    /// Whether it cites the Social Services Act (2025:400).
    pub(super) fn is_the_act(&self) -> bool {
        let names_it =
            self.0.contains("socialtjanstlag") || self.0.contains("social services act") || self.has_word("sol");
        self.0.contains("2025:400") || (names_it && !self.is_repealed_act())
    }

    /// Whether it cites another act or ordinance.
    pub(super) fn is_another_act(&self) -> bool {
        let words = ["lag", "forordning", "balk", "regulation", "ordinance", "code"];
        let has_number = self.0.split_once(':').is_some_and(|(before, after)| {
            before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit())
        });
        let is_any = has_number
            || words.iter().any(|word| self.0.contains(word))
            || self.has_word("act")
            || self.has_word("lss");
        is_any && !self.is_the_act() && !self.is_repealed_act()
    }

    /// Whether it is the act on certain municipal powers (2009:47), chapter 2, section 7, on services for older people.
    pub(super) fn is_services_for_older_people(&self) -> bool {
        self.0.contains("2009:47") && self.cites(2, 7)
    }

    /// Whether it cites a section of a chapter, alone or in a list or range: `14 kap. 3–5 §§`.
    pub(super) fn cites(&self, chapter: u32, section: u32) -> bool {
        let in_swedish = self.0.match_indices("kap").any(|(at, _)| {
            let is_chapter = numbers(&self.0[..at]).last() == Some(&chapter);
            let sections = self.0[at..].split_once('§').map_or("", |(sections, _)| sections);
            is_chapter && lists(sections, section)
        });
        let in_english = self.0.match_indices("chapter").any(|(at, _)| {
            let (of_chapter, sections) = self.0[at..].split_once("section").unwrap_or_default();
            let sections = sections.split("of").next().unwrap_or_default();
            numbers(of_chapter).first() == Some(&chapter) && lists(sections, section)
        });
        in_swedish || in_english
    }
}

fn numbers(text: &str) -> Vec<u32> {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

/// Whether a list of sections has a section: `3`, `3, 4`, `3 och 5`, `3-5`.
fn lists(sections: &str, section: u32) -> bool {
    let parts = sections.split([',', ';']).flat_map(|part| part.split(" och "));
    parts
        .flat_map(|part| part.split(" and "))
        .any(|part| match numbers(part)[..] {
            [from, to] if part.contains(['-', '–']) => (from..=to).contains(&section),
            [first, ..] => first == section,
            [] => false,
        })
}

#[cfg(test)]
mod tests {
    use super::LegalBasis;

    #[test]
    fn finds_sections_in_lists_and_ranges() {
        for (text, section, cites) in [
            ("14 kap. 5 § socialtjänstlagen (2025:400)", 5, true),
            ("14 kap. 5 § socialtjänstlagen (2025:400)", 4, false),
            ("SoL 14 kap 3–5 §§", 4, true),
            ("14 kap. 3 och 5 §§ SoL", 5, true),
            ("14 kap. 3 och 5 §§ SoL", 4, false),
            ("11 kap. 5 § och 14 kap. 4 § SoL", 5, false),
            ("11 kap. 5 § och 14 kap. 4 § SoL", 4, true),
            ("chapter 14, section 5 of the Social Services Act (2025:400)", 5, true),
        ] {
            assert_eq!(LegalBasis::of(text).cites(14, section), cites, "{text} {section}");
        }
    }

    #[test]
    fn tells_the_act_from_others() {
        for (text, act, another) in [
            ("11 kap. 5 § socialtjänstlagen (2025:400)", true, false),
            ("SoL 11 kap. 5 §", true, false),
            ("Socialtjänstlag", true, false),
            ("4 kap. 1 § socialtjänstlagen (2001:453)", false, false),
            (
                "2 kap. 7 § lagen (2009:47) om vissa kommunala befogenheter",
                false,
                true,
            ),
            ("förordningen (2013:522) om statsbidrag", false, true),
            ("11 kap. 5 §", false, false),
            ("Kommunens riktlinje", false, false),
        ] {
            let basis = LegalBasis::of(text);
            assert_eq!((basis.is_the_act(), basis.is_another_act()), (act, another), "{text}");
        }
    }
}
