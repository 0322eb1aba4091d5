//! The only way to publish: checks under the lock, and writes all changes with their audit events or none.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::audit::AuditEntry;
use crate::domain::hash::sha256;
use crate::domain::insatser::body::Settings;
use crate::domain::insatser::document::{Change, Document};
use crate::domain::insatser::format::FIRST_FORMAT;
use crate::domain::insatser::municipality::{Expected, Municipality, ObjectName, Unmet};
use crate::domain::insatser::version::Version;
use crate::domain::publishing::plan::plan;
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Proposal, Proposed};
use crate::domain::publishing::{format, removal};
use crate::domain::{Fault, Kommunkod};
use crate::secret::Secret;
use crate::store::engine::{Engine, on_either};
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_changes, catalogue_current, catalogue_state};

use super::audit;
use super::changes::{CurrentDocuments, load_municipality, revision};
use super::minimum_format::minimum_format;
use super::opened;
use super::removal::is_used;

/// The result of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The keys of the changed documents, in order.
    pub changed: Vec<String>,
    /// Whether every changed document is new.
    pub is_new: bool,
    /// The revision after the publication.
    pub revision: i64,
}

/// Changes to publish together in one municipality, all or none.
#[derive(Clone, Debug)]
pub(crate) struct Publication {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The proposed documents.
    pub proposed: Vec<Proposed>,
    /// The rules that apply.
    pub judgement: Judgement,
    /// The expected state of an object (`If-Match`).
    pub expected: Option<(ObjectName, Expected)>,
    /// Who publishes.
    pub author: Author,
    /// Time of the change.
    pub at: DateTime<Utc>,
}

/// Who publishes, as written in the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The client.
    pub client_id: String,
    /// The key's id and a keyed hash of issuer and subject.
    pub actor: String,
    /// The trace id.
    pub trace_id: String,
}

impl Author {
    /// The program itself, run by a user of the machine.
    pub(crate) fn program(secret: &Secret, command: &str, user: &str) -> Self {
        Self {
            client_id: Self::client_of(command),
            actor: secret.actor("urn:insatskatalog:command", user),
            trace_id: uuid::Uuid::new_v4().simple().to_string(),
        }
    }

    /// The client of a command.
    pub(crate) fn client_of(command: &str) -> String {
        format!("insatskatalog/{command}")
    }

    /// The program itself, in a rehearsal that is taken back. It has no actor, since making one needs the secret key.
    pub(crate) fn of_rehearsal(command: &str) -> Self {
        Self {
            client_id: Self::client_of(command),
            actor: String::new(),
            trace_id: String::new(),
        }
    }

    /// The audit entry of what the author did to an object, without a revision and hashes.
    pub(crate) fn audit_entry(&self, at: DateTime<Utc>, action: &str, object: (&str, &str)) -> AuditEntry {
        let (object_kind, object_key) = object;
        AuditEntry {
            at,
            client_id: self.client_id.clone(),
            actor: self.actor.clone(),
            action: action.to_owned(),
            object_kind: object_kind.to_owned(),
            object_key: object_key.to_owned(),
            revision: None,
            before_sha256: None,
            after_sha256: None,
            trace_id: self.trace_id.clone(),
        }
    }
}

/// A refused publication.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// Index of the publication, from 0.
    pub publication: usize,
    /// The reason.
    pub why: Refusal,
}

/// Why a publication is refused.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The object is not in the expected state.
    Unmet(Unmet),
    /// The proposal cannot be published.
    NotPlanned(NotPlanned),
}

#[derive(Insertable)]
#[diesel(table_name = catalogue_changes)]
struct NewChange {
    revision: i64,
    kommunkod: String,
    kind: &'static str,
    object_key: String,
    doc: Option<String>,
    doc_sha256: Option<String>,
    format: i32,
    at: NaiveDateTime,
}

/// Publishes: checks every publication under the lock, and writes all effective changes or none.
///
/// Each publication belongs to a different municipality. The outer error comes from the database; the inner one says
/// which publication is refused and why.
pub(crate) fn publish(
    connection: &mut Engine,
    publications: &[Publication],
) -> Result<Result<Vec<Published>, Refused>, StoreError> {
    let mut revision = lock_head(connection)?;
    let before = revision;
    let planned = match planned(connection, publications)? {
        Ok(planned) => planned,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut published = Vec::new();
    for Planned {
        publication,
        changes,
        current,
        municipality,
    } in planned
    {
        let mut changed = Vec::new();
        let mut is_new = !changes.is_empty();
        let mut audit_entries = Vec::new();
        for change in changes {
            revision += 1;
            let row = new_change(revision, publication, &change);
            diesel::insert_into(catalogue_changes::table)
                .values(&row)
                .execute(connection)?;
            set_current(connection, &row)?;
            is_new &= current.json(row.kind, &row.object_key).is_none();
            if let (Change::Put(Document::Municipality(document)), Some(before)) = (&change, &municipality) {
                let before = before.document().settings.k();
                if document.settings.k() < before {
                    opened::keep_k(connection, publication.kommunkod, before)?;
                }
            }
            audit_entries.push(audit_entry(publication, &row, &current));
            changed.push(row.object_key);
        }
        audit::append(connection, publication.kommunkod, audit_entries)?;
        published.push(Published {
            changed,
            is_new,
            revision,
        });
    }
    if revision > before {
        diesel::update(catalogue_state::table)
            .set(catalogue_state::revision.eq(revision))
            .execute(connection)?;
    }
    Ok(Ok(published))
}

/// What publishing would change in each municipality, with the current documents as JSON. Writes nothing.
pub(crate) fn rehearse(
    connection: &mut Engine,
    publications: &[Publication],
) -> Result<Result<Vec<Rehearsed>, Refused>, StoreError> {
    let planned = planned(connection, publications)?;
    Ok(planned.map(|planned| planned.into_iter().map(Planned::rehearsed).collect()))
}

/// What publishing would change in one municipality.
#[derive(Debug)]
pub struct Rehearsed {
    /// The changes, each with the current document as JSON.
    pub changes: Vec<(Change, Option<String>)>,
    /// The municipality as it would be.
    pub after: Option<Municipality>,
}

impl Rehearsed {
    /// The versions that would be added, and those replaced before they come into force.
    pub fn new_versions(&self, today: NaiveDate) -> impl Iterator<Item = &Version> {
        self.changes.iter().filter_map(move |(change, before)| match change {
            Change::Put(Document::Version(version)) if before.is_none() || version.valid_from > today => {
                Some(&**version)
            }
            _ => None,
        })
    }
}

/// A publication that passed the checks.
struct Planned<'p> {
    publication: &'p Publication,
    changes: Vec<Change>,
    municipality: Option<Municipality>,
    current: CurrentDocuments,
}

impl Planned<'_> {
    fn rehearsed(self) -> Rehearsed {
        let before = |change: &Change| self.current.json(change.kind().as_str(), &change.key());
        Rehearsed {
            after: Municipality::after(self.municipality, self.changes.iter().cloned()),
            changes: self
                .changes
                .iter()
                .map(|change| (change.clone(), before(change)))
                .collect(),
        }
    }
}

/// Checks the expected state of an object.
fn check(
    catalogue: &Catalogue,
    municipality: Option<&Municipality>,
    object: &ObjectName,
    expected: &Expected,
) -> Result<(), Unmet> {
    let tagged = |revision: Option<i64>| revision.map(|revision| catalogue.tagged(revision));
    let current = tagged(municipality.and_then(|municipality| municipality.revision_of_object(object)));
    let checked = expected.check(current.as_ref());
    if checked != Err(Unmet::IsAbsent) || *expected == Expected::Present {
        return checked;
    }
    let owner = tagged(municipality.and_then(|municipality| municipality.revision_of_owner(object)));
    expected.check(owner.as_ref())
}

/// Why the divisions of figures may not change as proposed: open months keep theirs.
fn division_faults(
    connection: &mut Engine,
    publication: &Publication,
    before: Option<&Municipality>,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let unset = Settings::default();
    let before = before.map_or(&unset, |before| &before.document().settings);
    for Proposed { proposal, pointer } in &publication.proposed {
        if let Proposal::Put(Document::Municipality(document)) = proposal
            && document.settings.divisions() != before.divisions()
        {
            let opened = opened::read(connection, publication.kommunkod)?;
            faults.extend(opened.faults(before, &document.settings, pointer));
        }
    }
    Ok(faults)
}

/// Checks each publication against the current state of its municipality.
fn planned<'p>(
    connection: &mut Engine,
    publications: &'p [Publication],
) -> Result<Result<Vec<Planned<'p>>, Refused>, StoreError> {
    let mut planned = Vec::new();
    let accepted = minimum_format(connection)?;
    for (at, publication) in publications.iter().enumerate() {
        let refused = |why| Ok(Err(Refused { publication: at, why }));
        let (catalogue, current) = load_municipality(connection, publication.kommunkod)?;
        let municipality = catalogue.municipality(publication.kommunkod).cloned();
        if let Some((object, expected)) = &publication.expected
            && let Err(unmet) = check(&catalogue, municipality.as_ref(), object, expected)
        {
            return refused(Refusal::Unmet(unmet));
        }
        for proposed in &publication.proposed {
            if let Proposal::Remove(slug) = &proposed.proposal
                && is_used(connection, publication.kommunkod, slug)?
            {
                let fault = removal::in_use(removal::BY_RECORDS);
                return refused(Refusal::NotPlanned(NotPlanned::Faults(vec![fault])));
            }
        }
        match plan(municipality.as_ref(), &publication.proposed, &publication.judgement) {
            Ok(changes) => {
                let mut faults = format::faults(&publication.proposed, &changes, accepted);
                faults.extend(division_faults(connection, publication, municipality.as_ref())?);
                if !faults.is_empty() {
                    return refused(Refusal::NotPlanned(NotPlanned::Faults(faults)));
                }
                planned.push(Planned {
                    publication,
                    changes,
                    municipality,
                    current,
                });
            }
            Err(why) => return refused(Refusal::NotPlanned(why)),
        }
    }
    Ok(Ok(planned))
}

/// Locks the head until the transaction ends, and reads it.
pub(crate) fn lock_head(connection: &mut Engine) -> Result<i64, StoreError> {
    diesel::update(catalogue_state::table)
        .set(catalogue_state::revision.eq(catalogue_state::revision))
        .execute(connection)?;
    revision(connection)
}

/// Sets the current revision of an object.
fn set_current(connection: &mut Engine, change: &NewChange) -> QueryResult<usize> {
    let row = (
        catalogue_current::kommunkod.eq(&change.kommunkod),
        catalogue_current::kind.eq(change.kind),
        catalogue_current::object_key.eq(&change.object_key),
        catalogue_current::revision.eq(change.revision),
    );
    let key = (
        catalogue_current::kommunkod,
        catalogue_current::kind,
        catalogue_current::object_key,
    );
    let moved = catalogue_current::revision.eq(change.revision);
    let insert = diesel::insert_into(catalogue_current::table).values(row);
    on_either!(
        connection,
        insert.on_conflict(key).do_update().set(moved).execute(connection)
    )
}

fn new_change(revision: i64, publication: &Publication, change: &Change) -> NewChange {
    let (doc, format) = match change {
        Change::Put(document) => (Some(document.to_json()), document.format()),
        Change::Remove(..) => (None, FIRST_FORMAT),
    };
    NewChange {
        revision,
        kommunkod: publication.kommunkod.to_string(),
        kind: change.kind().as_str(),
        object_key: change.key(),
        doc_sha256: doc.as_deref().map(sha256),
        doc,
        format,
        at: publication.at.naive_utc(),
    }
}

fn audit_entry(publication: &Publication, row: &NewChange, before: &CurrentDocuments) -> AuditEntry {
    let action = if row.doc.is_some() { "put" } else { "remove" };
    let object = (row.kind, row.object_key.as_str());
    AuditEntry {
        revision: Some(row.revision),
        before_sha256: before.json(row.kind, &row.object_key).as_deref().map(sha256),
        after_sha256: row.doc_sha256.clone(),
        ..publication.author.audit_entry(publication.at, action, object)
    }
}
