//! Laws of search: what a name says is found, also with a typing error, and nothing is found without a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::embedded::TOMELILLA;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::catalogue_text::CatalogueText;
use insatskatalog::domain::insatser::body::MunicipalityDocument;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::insatser::version::Version;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::publishing::proposal::Proposal;
use insatskatalog::domain::search::member::SearchedMember;
use insatskatalog::domain::search::wanted::{Unsearchable, Wanted};
use insatskatalog::domain::slug::Slug;
use proptest::prelude::*;
use strsim::osa_distance;

const INSATSER: usize = 60;

/// The municipality document and a version of Tomelilla, as patterns.
static PATTERNS: LazyLock<(MunicipalityDocument, Version)> = LazyLock::new(|| {
    let file = CatalogueFile::read(TOMELILLA, None).unwrap_or_else(|_| panic!("the catalogue is read"));
    let documents = file
        .documents
        .into_iter()
        .filter_map(|proposed| match proposed.proposal {
            Proposal::Put(document) => Some(document),
            Proposal::End(_) | Proposal::Remove(_) => None,
        });
    let (mut municipality, mut version) = (None, None);
    for document in documents {
        match document {
            Document::Municipality(document) => municipality = Some(document),
            Document::Version(document) => version = Some(*document),
            _ => {}
        }
    }
    municipality.zip(version).expect("both are in the catalogue")
});

fn own() -> Kommunkod {
    Kommunkod::parse("1270").expect("a municipality")
}

fn slug(at: usize) -> Slug {
    Slug::parse(&format!("x{at}")).expect("a slug")
}

fn swedish(text: &str) -> CatalogueText {
    CatalogueText::new(text, None, None, BTreeMap::new())
}

/// An insats with no other texts than these.
fn insats(at: usize, name: &str, summary: &str) -> Document {
    let mut version = PATTERNS.1.clone();
    version.slug = slug(at);
    version.name = swedish(name);
    version.summary = swedish(summary);
    (version.target_group, version.purpose) = (None, None);
    (version.activities, version.places) = (Vec::new(), Vec::new());
    Document::Version(Box::new(version))
}

fn catalogue(documents: impl IntoIterator<Item = (Kommunkod, Document)>) -> Catalogue {
    let changes = documents.into_iter().zip(1..);
    let changes = changes.map(|((kommunkod, document), revision)| (revision, kommunkod, Change::Put(document)));
    Catalogue::default().after(changes).expect("a consistent catalogue")
}

fn of_names(names: &[String]) -> Catalogue {
    let insatser = names.iter().enumerate().map(|(at, name)| insats(at, name, "Hos oss."));
    let municipality = Document::Municipality(PATTERNS.0.clone());
    catalogue(
        [municipality]
            .into_iter()
            .chain(insatser)
            .map(|document| (own(), document)),
    )
}

/// Which insatser of a municipality are found, by their number in the order of their slugs.
fn found(catalogue: &Catalogue, kommunkod: Kommunkod, q: &str) -> BTreeSet<usize> {
    let wanted = Wanted::read(q).unwrap_or_else(|_| panic!("words in {q}"));
    let Some(found) = catalogue.search(kommunkod, &wanted) else {
        return BTreeSet::new();
    };
    let all = 0..catalogue.municipality(kommunkod).expect("there").insatser().len();
    all.filter(|insats| found.get(*insats, 0).is_some()).collect()
}

fn finds(catalogue: &Catalogue, at: usize, q: &str) -> bool {
    let insatser = catalogue.municipality(own()).expect("there").insatser();
    let number = insatser.keys().position(|key| *key == slug(at)).expect("there");
    found(catalogue, own(), q).contains(&number)
}

fn names() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof!["[a-zåäöé]{1,4}", "[a-zåäö]{6,14}", "[0-9]{1,4}", Just("och".to_owned())];
    let name = proptest::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    proptest::collection::vec(name, 1..5)
}

/// A word with one letter changed, left out, added or moved.
fn with_error(word: &str, at: usize, kind: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = at % (letters.len() - 1);
    match kind % 4 {
        0 => letters[at] = 'q',
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, 'q'),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_word_of_a_name_finds_the_insats_in_any_case(names in names()) {
        let catalogue = of_names(&names);
        for (at, name) in names.iter().enumerate() {
            for word in name.split(' ') {
                prop_assert!(finds(&catalogue, at, word), "{word} of {name}");
                prop_assert!(finds(&catalogue, at, &word.to_uppercase()), "{word} of {name}, in capitals");
            }
            prop_assert!(finds(&catalogue, at, name), "{name}");
        }
    }

    #[test]
    fn a_beginning_and_one_typing_error_find_the_insats(names in names(), error in 0..20_usize, kind in 0..4_usize) {
        let catalogue = of_names(&names);
        for (at, name) in names.iter().enumerate() {
            for word in name.split(' ').filter(|word| word.chars().count() >= 7 && word.chars().all(char::is_alphabetic)) {
                let misspelt = with_error(word, error, kind);
                prop_assert!(finds(&catalogue, at, &misspelt), "{misspelt} for {word}");
                let beginning: String = word.chars().take(3).collect();
                prop_assert!(finds(&catalogue, at, &beginning), "{beginning} for {word}");
            }
        }
    }

    #[test]
    fn nothing_is_found_without_a_word_like_it(names in names(), errors in proptest::collection::vec((0..20_usize, 0..4_usize), 0..4)) {
        let catalogue = of_names(&names);
        let long = names.iter().flat_map(|name| name.split(' ')).find(|word| word.chars().count() >= 10);
        let Some(word) = long else {
            return Ok(());
        };
        let q = errors.iter().fold(word.to_owned(), |word, (at, kind)| with_error(&word, *at, *kind));
        for (at, name) in names.iter().enumerate() {
            if finds(&catalogue, at, &q) {
                prop_assert!(name.split(' ').any(|word| is_like(word, &q)), "{q} found {name}");
            }
        }
    }
}

/// Whether a word is like what is looked for: it begins with it, or both differ by an ending and one typing error.
fn is_like(word: &str, q: &str) -> bool {
    /// The longest ending that a stem lacks.
    const ENDING: usize = 6;
    let folded = |text: &str| -> Vec<char> {
        text.replace(['å', 'ä'], "a")
            .replace('ö', "o")
            .replace('é', "e")
            .chars()
            .collect()
    };
    let (word, q) = (folded(word), folded(q));
    let without_endings = |letters: &[char]| -> Vec<String> {
        let shortest = letters.len().saturating_sub(ENDING).max(1);
        (shortest..=letters.len())
            .map(|length| letters[..length].iter().collect())
            .collect()
    };
    let (words, wanted) = (without_endings(&word), without_endings(&q));
    word.starts_with(&q)
        || words
            .iter()
            .any(|word| wanted.iter().any(|q| osa_distance(word, q) <= 1))
}

#[test]
fn what_has_no_word_or_too_many_is_refused() {
    let read = |q: &str| Wanted::read(q).err();
    assert_eq!(read(" – … "), Some(Unsearchable::NoWord));
    assert_eq!(read(&"ord ".repeat(Wanted::MOST_WORDS)), None);
    assert_eq!(
        read(&"ord ".repeat(Wanted::MOST_WORDS + 1)),
        Some(Unsearchable::TooManyWords)
    );
}

/// Every municipality with sixty insatser: twelve services, each in five of the towns.
const SERVICES: [&str; 12] = [
    "Trygghetslarm",
    "Anhörigstöd",
    "Fixartjänst",
    "Matlagning",
    "Öppen förskola",
    "Ungdomsmottagning",
    "Brottsofferstöd",
    "Syninstruktör",
    "Budgetrådgivning",
    "Boendeskola",
    "Väntjänst",
    "Familjerådgivning",
];
const TOWNS: [&str; 7] = ["Rimbo", "Hallstavik", "Brösarp", "Tumba", "Fittja", "Älmsta", "Herräng"];

fn name(municipality: usize, at: usize) -> String {
    format!(
        "{} i {}",
        SERVICES[at % SERVICES.len()],
        TOWNS[(municipality + at / SERVICES.len()) % TOWNS.len()]
    )
}

#[test]
fn a_national_catalogue_is_searched_and_follows_changes() {
    let codes: Vec<Kommunkod> = (0..10_000)
        .filter_map(|code| Kommunkod::parse(&format!("{code:04}")))
        .collect();
    assert_eq!(codes.len(), 290);
    let documents = codes.iter().enumerate().flat_map(|(number, kommunkod)| {
        let municipality = MunicipalityDocument {
            kommunkod: *kommunkod,
            ..PATTERNS.0.clone()
        };
        let insatser = (0..INSATSER).map(move |at| insats(at, &name(number, at), "För alla."));
        let documents = [Document::Municipality(municipality)].into_iter().chain(insatser);
        documents.map(|document| (*kommunkod, document))
    });
    let catalogue = catalogue(documents);
    let count = |catalogue: &Catalogue, q: &str| -> usize {
        codes
            .iter()
            .map(|kommunkod| found(catalogue, *kommunkod, q).len())
            .sum()
    };
    let named = |service: &str, town: &str| {
        let all = (0..codes.len()).flat_map(|number| (0..INSATSER).map(move |at| name(number, at)));
        all.filter(|name| *name == format!("{service} i {town}")).count()
    };
    let alarms = named("Trygghetslarm", "Brösarp");
    assert!(alarms > 200, "{alarms}");
    for q in [
        "trygghetslarm brösarp",
        "brosarps larm",
        "trygghetslam i Brösarp",
        "TRYGGHETS brösa",
    ] {
        assert_eq!(count(&catalogue, q), alarms, "{q}");
    }
    assert_eq!(count(&catalogue, "rådgivning"), 0, "the end of a word finds nothing");
    assert_eq!(count(&catalogue, "alla"), codes.len() * INSATSER);
    let own = codes[100];
    let changed = insats(7, "Simskola i Brösarp", "För alla.");
    let after = catalogue
        .after([(20_000, own, Change::Put(changed))])
        .expect("consistent");
    assert_eq!((count(&catalogue, "simskolan"), count(&after, "simskolan")), (0, 1));
    assert_eq!(count(&after, "trygghetslarm brösarp"), alarms);
    let wanted = Wanted::read("simskola brösarp").expect("words");
    let number = after
        .municipality(own)
        .and_then(|held| held.insatser().keys().position(|key| *key == slug(7)));
    let found = after
        .search(own, &wanted)
        .and_then(|found| found.get(number?, 0))
        .expect("found");
    assert_eq!(found.members.iter().collect::<Vec<_>>(), [SearchedMember::Name]);
}
