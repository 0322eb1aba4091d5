//! A municipality's catalogue, and how a published document changes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::contact::Contact;
use crate::domain::{Slug, TaggedRevision};

use super::body::{Body, MunicipalityDocument};
use super::decision::BoardDecision;
use super::document::{Change, Document, Kind, read_version_key};
use super::insats::Insats;
use super::provider::{Agreement, AgreementDays, Provider, ServiceArea};
use super::version::Version;

/// Everything one municipality has published.
#[derive(Clone, Debug)]
pub struct Municipality {
    document: MunicipalityDocument,
    document_revision: i64,
    insatser: BTreeMap<Slug, Insats>,
    providers: BTreeMap<Slug, ProviderWithAgreements>,
    revision: i64,
}

/// A provider and its agreements.
#[derive(Clone, Debug)]
pub struct ProviderWithAgreements {
    /// The provider.
    pub provider: Provider,
    /// Its agreements by slug.
    pub agreements: BTreeMap<Slug, Agreement>,
    /// The revision that last changed any of it.
    pub revision: i64,
}

/// An object with an `ETag`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ObjectName {
    Municipality,
    Insats(Slug),
    Provider(Slug),
    Agreement(Slug, Slug),
}

/// What `If-Match` or `If-None-Match` requires of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// It does not exist.
    Absent,
    /// It exists.
    Present,
    /// It is at one of these revisions.
    AtRevision(Vec<TaggedRevision>),
}

/// Why an object does not meet a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// It exists already.
    Exists,
    /// It does not exist.
    IsAbsent,
    /// It has changed since it was read.
    HasChanged,
}

impl Expected {
    /// Checks an object at a revision; `None` means that it does not exist.
    pub(crate) fn check(&self, revision: Option<&TaggedRevision>) -> Result<(), Unmet> {
        match (self, revision) {
            (Self::Absent, None) | (Self::Present, Some(_)) => Ok(()),
            (Self::AtRevision(known), Some(revision)) if known.contains(revision) => Ok(()),
            (Self::AtRevision(_), Some(_)) => Err(Unmet::HasChanged),
            (Self::Absent, Some(_)) => Err(Unmet::Exists),
            (Self::Present | Self::AtRevision(_), None) => Err(Unmet::IsAbsent),
        }
    }
}

/// Whom to contact about applying for an individually assessed insats.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WhereToApply<'a> {
    /// The source states that people apply there.
    Stated(&'a Contact),
    /// The deciding body: the source does not state where people apply.
    NotStated(&'a Contact),
}

impl<'a> WhereToApply<'a> {
    pub(crate) const fn contact(self) -> &'a Contact {
        match self {
            Self::Stated(contact) | Self::NotStated(contact) => contact,
        }
    }
}

/// A document that belongs to an object that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orphan;

impl Municipality {
    /// A municipality that has published only its information about itself.
    pub const fn new(document: MunicipalityDocument, revision: i64) -> Self {
        Self {
            document,
            document_revision: revision,
            insatser: BTreeMap::new(),
            providers: BTreeMap::new(),
            revision,
        }
    }

    /// Applies a change. Loading, refreshing, publishing and every reader of `/changes` use this function.
    ///
    /// # Errors
    /// [`Orphan`] if the document belongs to an object that does not exist.
    pub fn apply(&mut self, change: Change, revision: i64) -> Result<(), Orphan> {
        match change {
            Change::Put(document) => self.put(document, revision)?,
            Change::Remove(kind, key) => self.remove(kind, &key, revision),
        }
        self.revision = self.revision.max(revision);
        Ok(())
    }

    /// The municipality after changes, each of them a revision later than the one before; `None` while it has no
    /// catalogue.
    pub(crate) fn after(current: Option<Self>, changes: impl IntoIterator<Item = Change>) -> Option<Self> {
        changes
            .into_iter()
            .fold(current, |current, change| match (current, change) {
                (None, Change::Put(Document::Municipality(document))) => Some(Self::new(document, 1)),
                (None, _) => None,
                (Some(mut municipality), change) => {
                    let revision = municipality.revision + 1;
                    // A plan has no change of an object that does not exist.
                    let _ = municipality.apply(change, revision);
                    Some(municipality)
                }
            })
    }

    fn put(&mut self, document: Document, revision: i64) -> Result<(), Orphan> {
        match document {
            Document::Municipality(document) => {
                self.document = document;
                self.document_revision = revision;
            }
            Document::Version(version) => self
                .insatser
                .entry(version.slug.clone())
                .or_default()
                .put(*version, revision),
            Document::Withdrawal(withdrawal) => {
                let insats = self.insatser.get_mut(&withdrawal.insats).ok_or(Orphan)?;
                let valid_from = withdrawal.valid_from;
                if !insats.withdraw(valid_from, Some(*withdrawal), revision) {
                    return Err(Orphan);
                }
            }
            Document::Provider(provider) => {
                let (agreements, of_agreements) = self
                    .providers
                    .remove(&provider.slug)
                    .map(|held| (held.agreements, held.revision))
                    .unwrap_or_default();
                let held = ProviderWithAgreements {
                    provider,
                    agreements,
                    revision: revision.max(of_agreements),
                };
                self.providers.insert(held.provider.slug.clone(), held);
            }
            Document::Agreement { provider, agreement } => {
                let held = self.providers.get_mut(&provider).ok_or(Orphan)?;
                held.agreements.insert(agreement.slug.clone(), agreement);
                held.revision = held.revision.max(revision);
            }
        }
        Ok(())
    }

    fn remove(&mut self, kind: Kind, key: &str, revision: i64) {
        match kind {
            // A catalogue always has its municipality document.
            Kind::Municipality => {}
            Kind::Version | Kind::Withdrawal => {
                let Some((slug, valid_from)) = read_version_key(key) else {
                    return;
                };
                let Some(insats) = self.insatser.get_mut(&slug) else {
                    return;
                };
                if kind == Kind::Withdrawal {
                    insats.withdraw(valid_from, None, revision);
                } else {
                    insats.remove(valid_from);
                    if insats.versions().next().is_none() {
                        self.insatser.remove(&slug);
                    }
                }
            }
            Kind::Provider => {
                self.providers.remove(key);
            }
            Kind::Agreement => {
                if let Some((provider, agreement)) = key.split_once('/')
                    && let Some(held) = self.providers.get_mut(provider)
                {
                    held.agreements.remove(agreement);
                    held.revision = held.revision.max(revision);
                }
            }
        }
    }

    /// The municipality's information about itself.
    pub const fn document(&self) -> &MunicipalityDocument {
        &self.document
    }

    /// The revision that last changed the municipality's information about itself.
    pub const fn document_revision(&self) -> i64 {
        self.document_revision
    }

    /// The revision that last changed anything in the catalogue.
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// The revision that last changed what is shown of an insats: itself, a provider, or the municipality's information
    /// about itself.
    ///
    /// Every provider counts, since an unlinked one may have been linked until its latest change.
    pub fn revision_of(&self, slug: &str) -> i64 {
        let Some(insats) = self.insatser.get(slug) else {
            return self.revision;
        };
        let of_providers = self.providers.values().map(|held| held.revision).max();
        insats
            .revision()
            .max(self.document_revision)
            .max(of_providers.unwrap_or(0))
    }

    /// The revision of the document that shows an object which does not exist yet: an agreement is shown with its
    /// provider, so a new one follows the provider that was read.
    pub(crate) fn revision_of_owner(&self, object: &ObjectName) -> Option<i64> {
        match object {
            ObjectName::Agreement(provider, _) => self.providers.get(provider).map(|held| held.revision),
            ObjectName::Municipality | ObjectName::Insats(_) | ObjectName::Provider(_) => None,
        }
    }

    pub(crate) fn revision_of_object(&self, object: &ObjectName) -> Option<i64> {
        match object {
            ObjectName::Municipality => Some(self.document_revision),
            ObjectName::Insats(slug) => self.insatser.get(slug).map(|_| self.revision_of(slug.as_str())),
            ObjectName::Provider(slug) => self.providers.get(slug).map(|held| held.revision),
            ObjectName::Agreement(provider, agreement) => {
                let held = self.providers.get(provider)?;
                held.agreements.get(agreement).map(|_| held.revision)
            }
        }
    }

    /// Where people apply for an individually assessed insats: as the version states, or at the body that decided it, or
    /// at the only body.
    pub(crate) fn where_to_apply<'a>(&'a self, version: Option<&'a Version>) -> Option<WhereToApply<'a>> {
        if let Some(contact) = version.and_then(|version| version.application_contact.as_ref()) {
            return Some(WhereToApply::Stated(contact));
        }
        let decision = version.and_then(|version| version.decision.as_ref());
        let body = match (decision, &self.document.bodies[..]) {
            (Some(decision), _) => self.body(&decision.body)?,
            (None, [only]) => only,
            (None, _) => return None,
        };
        let stated = body.application_contact.as_ref().map(WhereToApply::Stated);
        stated.or_else(|| body.contact.as_ref().map(WhereToApply::NotStated))
    }

    /// Its insatser by slug.
    pub const fn insatser(&self) -> &BTreeMap<Slug, Insats> {
        &self.insatser
    }

    /// Its providers by slug.
    pub const fn providers(&self) -> &BTreeMap<Slug, ProviderWithAgreements> {
        &self.providers
    }

    pub(crate) fn body(&self, name: &str) -> Option<&Body> {
        self.document.bodies.iter().find(|body| body.name == name)
    }

    /// Whether one of the bodies, given by name or slug, made a decision.
    pub(crate) fn is_decided_by(&self, decision: Option<&BoardDecision>, bodies: &[String]) -> bool {
        decision.is_some_and(|decision| {
            let slug = self.body(&decision.body).map(|body| body.slug.as_str());
            bodies
                .iter()
                .any(|body| *body == decision.body || Some(body.as_str()) == slug)
        })
    }

    /// The insatser with all decisions made by the given bodies, which are names or slugs.
    pub(crate) fn insatser_of_bodies(&self, bodies: &[String]) -> Vec<&Slug> {
        let of_them = self.insatser.iter().filter(|(_, insats)| {
            insats
                .versions()
                .all(|version| self.is_decided_by(version.held.version.decision.as_ref(), bodies))
        });
        of_them.map(|(slug, _)| slug).collect()
    }

    /// The providers with an agreement for an insats, running or not.
    pub fn linked_providers<'a>(&'a self, insats: &'a Slug) -> impl Iterator<Item = LinkedProvider<'a>> {
        self.providers.values().filter_map(move |held| {
            let covers = held
                .agreements
                .values()
                .any(|agreement| agreement.insatser.contains(insats));
            covers.then_some(LinkedProvider { held, insats })
        })
    }

    pub(crate) fn agreement_days(&self, insats: &Slug) -> Vec<AgreementDays> {
        let linked = self.linked_providers(insats);
        linked
            .flat_map(|linked| linked.agreement_days().collect::<Vec<_>>())
            .collect()
    }
}

/// A provider in relation to one insats.
#[derive(Clone, Copy)]
pub struct LinkedProvider<'a> {
    held: &'a ProviderWithAgreements,
    insats: &'a Slug,
}

impl<'a> LinkedProvider<'a> {
    /// The provider.
    pub const fn provider(&self) -> &'a Provider {
        &self.held.provider
    }

    /// Its agreements that cover the insats.
    pub fn agreements(&self) -> impl Iterator<Item = &'a Agreement> {
        let insats = self.insats;
        self.held
            .agreements
            .values()
            .filter(move |agreement| agreement.insatser.contains(insats))
    }

    /// The last day of its agreements for the insats; `None` if one of them has no end.
    pub(crate) fn last_day(&self) -> Option<NaiveDate> {
        let lasts: Option<Vec<NaiveDate>> = self.agreement_days().map(|days| days.last).collect();
        lasts?.into_iter().max()
    }

    pub(crate) fn runs_on(&self, day: NaiveDate) -> bool {
        self.agreement_days().any(|days| days.include(day))
    }

    /// The areas of the agreements that run on a day; none if one of them states no area.
    pub(crate) fn service_areas_on(&self, day: NaiveDate) -> Vec<&'a ServiceArea> {
        let running = self.agreements().filter(|agreement| self.days(agreement).include(day));
        let areas: Vec<&[ServiceArea]> = running.map(|agreement| &agreement.service_areas[..]).collect();
        if areas.iter().any(|areas| areas.is_empty()) {
            return Vec::new();
        }
        areas.into_iter().flatten().collect()
    }

    fn agreement_days(&self) -> impl Iterator<Item = AgreementDays> {
        self.agreements().map(|agreement| self.days(agreement))
    }

    fn days(&self, agreement: &Agreement) -> AgreementDays {
        AgreementDays {
            first: agreement.valid_from,
            last: agreement.last_day(self.held.main_of(agreement)),
        }
    }
}

impl ProviderWithAgreements {
    /// The main agreement of an add-on.
    pub(crate) fn main_of(&self, agreement: &Agreement) -> Option<&Agreement> {
        self.agreements.get(agreement.part_of.as_ref()?)
    }
}
