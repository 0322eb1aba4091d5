//! Catalogues of many municipalities for measurements: of the size and with the texts of real ones, and the same each time.

mod patterns;
mod wording;

use chrono::{Months, NaiveDate};

use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::place::Place;
use crate::domain::insatser::provider::{Agreement, AgreementKind, Provider, ProviderKind};
use crate::domain::insatser::version::Version;
use crate::domain::{CatalogueText, Kommunkod, Slug};

use patterns::Patterns;
use wording::Locality;

/// The months from one version of an insats to the next.
const MONTHS_BETWEEN_VERSIONS: u32 = 4;
/// How many insatser one provider has an agreement for.
const INSATSER_OF_PROVIDER: usize = 12;

/// How much is generated.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// The municipalities, in order of their codes; at most 290.
    pub municipalities: usize,
    /// The insatser of each.
    pub insatser: usize,
    /// The versions of each insats, each in force until the day before the next.
    pub versions: usize,
}

impl Extent {
    /// The documents of each municipality, each after those that it refers to.
    pub fn catalogues(self) -> impl Iterator<Item = (Kommunkod, Vec<Document>)> {
        let all = Kommunkod::all().iter().enumerate().take(self.municipalities);
        all.map(move |(at, kommun)| (kommun.kommunkod, self.documents(at, kommun.kommunkod)))
    }

    fn documents(self, municipality: usize, kommunkod: Kommunkod) -> Vec<Document> {
        let Patterns { document, versions } = Patterns::of(kommunkod);
        let numbers = || 0..self.insatser;
        let patterns: Vec<&Version> = numbers()
            .map(|number| &versions[(municipality + number) % versions.len()])
            .collect();
        let slugs: Vec<Slug> = numbers().map(|number| slug_of(patterns[number], number)).collect();
        let versions = (0..self.versions).flat_map(|at| {
            let insatser = numbers().map(move |number| (at, number));
            insatser.map(|(at, number)| {
                let locality = Locality::of(municipality, number);
                version(patterns[number], slugs[number].clone(), &locality, at)
            })
        });
        let providers = slugs.chunks(INSATSER_OF_PROVIDER).enumerate();
        let providers = providers.flat_map(|(at, insatser)| provider(municipality, at, insatser));
        std::iter::once(Document::Municipality(document))
            .chain(versions.map(|version| Document::Version(Box::new(version))))
            .chain(providers)
            .collect()
    }
}

/// The slug of a generated insats: that of its pattern, with its number.
fn slug_of(pattern: &Version, number: usize) -> Slug {
    Slug::parse(&format!("{}-{number}", pattern.slug)).expect("a short slug with a number is a slug")
}

/// A version of an insats like a pattern, at a locality of its own.
fn version(pattern: &Version, slug: Slug, locality: &Locality, at: usize) -> Version {
    let mut version = pattern.clone();
    version.slug = slug;
    version.valid_from = first_day(at);
    version.valid_from_not_stated = false;
    version.valid_to = None;
    version.valid_to_not_stated = false;
    version.name = locality.named(&pattern.name);
    version.summary = locality.summarised(&pattern.summary, at);
    version
        .readings
        .retain(|reading| reading.pointer.as_deref() != Some("/validFrom"));
    if version.places.is_empty() && !version.places_complete {
        version.places.push(place(locality));
    }
    version
}

/// The first day of a version, by its number from 0.
fn first_day(at: usize) -> NaiveDate {
    let months = u32::try_from(at)
        .unwrap_or(u32::MAX)
        .saturating_mul(MONTHS_BETWEEN_VERSIONS);
    LAW_IN_FORCE
        .checked_add_months(Months::new(months))
        .unwrap_or(LAW_IN_FORCE)
}

fn place(locality: &Locality) -> Place {
    Place {
        slug: locality.slug(),
        name: locality.name.clone(),
        address: Some(locality.address()),
        position: None,
        target_group: None,
        criteria: None,
        opening_hours: Vec::new(),
        schedules: Vec::new(),
        closed_periods: Vec::new(),
        capacity: Some(40),
        accessibility: None,
        function_phone: None,
        function_email: None,
        note: None,
    }
}

/// A provider, and its agreement about some insatser.
fn provider(municipality: usize, at: usize, insatser: &[Slug]) -> [Document; 2] {
    let locality = Locality::of(municipality, at);
    let slug = locality.slug();
    let provider = Provider {
        slug: slug.clone(),
        name: format!("Föreningen {}", locality.name),
        kind: Some(ProviderKind::Association),
        web_page: None,
        function_phone: None,
        availability: None,
        sources: Vec::new(),
    };
    let agreement = Agreement {
        slug: slug.clone(),
        insatser: insatser.to_vec(),
        valid_from: Some(LAW_IN_FORCE),
        valid_to: None,
        kind: AgreementKind::Main,
        part_of: None,
        service_areas: Vec::new(),
        reference: None,
        note: Some(CatalogueText::new(
            format!("Avtalet gäller verksamheten vid {}.", locality.name),
            Some(format!("The agreement is about the activities at {}.", locality.name)),
            None,
            std::collections::BTreeMap::new(),
        )),
        sources: Vec::new(),
    };
    [
        Document::Provider(provider),
        Document::Agreement {
            provider: slug,
            agreement,
        },
    ]
}
