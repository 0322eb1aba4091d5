//! Plans a publication: what changes, in which order, and every fault.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::domain::insatser::document::{Change, Document, Kind, version_key};
use crate::domain::insatser::insats::{Insats, PublishedVersion};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::text::text;
use crate::domain::{Code, Fault, Slug};

use super::decided::{changed_decided_members, is_presentation_only};
use super::proposal::{Ending, Judgement, NotPlanned, Proposal, Proposed, Way};
use super::{ending, law, reach, references, removal};

/// Checks everything that is proposed together, and returns the changes in order.
///
/// `current` is what the municipality has published, read under the lock of the publication.
///
/// # Errors
/// [`NotPlanned`] if nothing may be published.
pub fn plan(
    current: Option<&Municipality>,
    proposed: &[Proposed],
    judgement: &Judgement,
) -> Result<Vec<Change>, NotPlanned> {
    let Some(after) = current.cloned().or_else(|| first_municipality(proposed)) else {
        return Err(NotPlanned::Faults(vec![Fault::new(
            "",
            Code::MissingMember,
            text!(
                "Kommunen har ingen katalog än. Börja med kommunens egna uppgifter (municipality).",
                "The municipality has no catalogue yet. Start with the municipality's own information (municipality)."
            ),
        )]));
    };
    let mut planning = Planning {
        current,
        after,
        judgement,
        changes: Vec::new(),
        pointers: Vec::new(),
        faults: Vec::new(),
    };
    for Proposed { proposal, pointer } in proposed {
        match proposal {
            Proposal::Put(document) => planning.document(document.clone(), pointer)?,
            Proposal::End(ending) => planning.ending(ending, pointer)?,
            Proposal::Remove(slug) => planning.removal(slug)?,
        }
    }
    planning.end()
}

fn first_municipality(proposed: &[Proposed]) -> Option<Municipality> {
    proposed.iter().find_map(|proposed| match &proposed.proposal {
        Proposal::Put(Document::Municipality(document)) => Some(Municipality::new(document.clone(), 0)),
        _ => None,
    })
}

struct Planning<'a> {
    current: Option<&'a Municipality>,
    after: Municipality,
    judgement: &'a Judgement,
    changes: Vec<Change>,
    /// The location of each change in the request.
    pointers: Vec<String>,
    faults: Vec<Fault>,
}

impl Planning<'_> {
    fn document(&mut self, mut document: Document, pointer: &str) -> Result<(), NotPlanned> {
        if let Document::Version(version) = &mut document {
            version.entered_late = self.is_entered_late(version);
        }
        if self.is_published(&document) {
            return Ok(());
        }
        reach::check(&self.judgement.reach, &self.after, &document)?;
        match &document {
            Document::Version(version) => self.version_faults(version, pointer),
            Document::Withdrawal(withdrawal) => self.withdrawal_faults(withdrawal, pointer),
            _ => {}
        }
        let falls = match &document {
            Document::Version(version) => self.falls(version),
            _ => None,
        };
        // The version comes last, so that its revision is the object's, also for a reader that loads only current
        // documents.
        if let Some(key) = falls {
            self.change(Change::Remove(Kind::Withdrawal, key), pointer);
        }
        self.change(Change::Put(document), pointer);
        Ok(())
    }

    fn change(&mut self, change: Change, pointer: &str) {
        if self.after.apply(change.clone(), self.after.revision() + 1).is_err() {
            let what = if change.kind() == Kind::Withdrawal {
                text!("versionen av insatsen", "the version of the insats")
            } else {
                text!("utföraren", "the provider")
            };
            self.faults
                .push(Fault::new(pointer, Code::UnknownReference, references::unknown(&what)));
        }
        self.changes.push(change);
        self.pointers.push(pointer.to_owned());
    }

    fn is_published(&self, document: &Document) -> bool {
        match document {
            Document::Municipality(document) => self.current.is_some_and(|current| current.document() == document),
            Document::Version(version) => self
                .held(&version.slug, version.valid_from)
                .is_some_and(|held| held.version == **version),
            Document::Withdrawal(withdrawal) => self
                .held(&withdrawal.insats, withdrawal.valid_from)
                .is_some_and(|held| held.withdrawal.as_ref() == Some(withdrawal)),
            Document::Provider(provider) => {
                self.after.providers().get(&provider.slug).map(|held| &held.provider) == Some(provider)
            }
            Document::Agreement { provider, agreement } => {
                let held = self.after.providers().get(provider);
                held.and_then(|held| held.agreements.get(&agreement.slug)) == Some(agreement)
            }
        }
    }

    fn held(&self, slug: &Slug, valid_from: NaiveDate) -> Option<&PublishedVersion> {
        self.after.insatser().get(slug)?.starting(valid_from)
    }

    /// Whether a version is published after its first day. A file that begins an insats states this itself, since it
    /// may contain what was published in time elsewhere.
    fn is_entered_late(&self, version: &Version) -> bool {
        let published = self.current.and_then(|current| current.insatser().get(&version.slug));
        let is_stated = version.entered_late && self.judgement.way == Way::File;
        let has_begun = version.valid_from < self.judgement.today;
        match published.map(|insats| insats.starting(version.valid_from)) {
            None if self.judgement.way == Way::File => is_stated,
            Some(Some(held)) => held.version.entered_late,
            None | Some(None) => is_stated || has_begun,
        }
    }

    /// The withdrawal that a new decision on an upcoming version cancels: one before its start, or after its new end. So
    /// does a decided last day in place of a chosen one, with a version in force. A change of presentation does not cancel a
    /// withdrawal.
    fn falls(&self, version: &Version) -> Option<String> {
        let held = self.held(&version.slug, version.valid_from)?;
        let withdrawal = held.withdrawal.as_ref()?;
        let ends_before = version
            .decided_last_day()
            .is_some_and(|decided| decided < withdrawal.last_day);
        let is_upcoming = version.valid_from > self.judgement.today;
        let is_new_decision = !is_presentation_only(&held.version, version);
        let states_its_end = held.version.valid_to_not_stated && !version.valid_to_not_stated;
        let replaces = is_upcoming && is_new_decision && (withdrawal.is_before_start() || ends_before);
        (replaces || (states_its_end && ends_before)).then(|| version_key(&version.slug, version.valid_from))
    }

    fn version_faults(&mut self, version: &Version, pointer: &str) {
        let today = self.judgement.today;
        let Some(insats) = self.after.insatser().get(&version.slug) else {
            return;
        };
        if version.valid_from > today {
            return;
        }
        let mut found = Vec::new();
        if let Some(PublishedVersion { version: published, .. }) = insats.starting(version.valid_from) {
            for member in changed_decided_members(published, version) {
                found.push(Fault::new(
                    format!("{pointer}/{member}"),
                    Code::VersionInForce,
                    text!(
                        "Versionen gäller redan, och det beslutade får inte ändras. Lägg till en ny version med ett senare validFrom.",
                        "The version is already in force, and what the board has decided cannot be changed. Add a new version with a later validFrom."
                    ),
                ));
            }
        } else if insats
            .versions()
            .any(|other| other.held.takes_effect() && other.held.version.valid_from > version.valid_from)
        {
            found.push(Fault::new(
                format!("{pointer}/validFrom"),
                Code::VersionOutOfOrder,
                text!(
                    "En version som har börjat gälla måste börja senare än alla andra versioner.",
                    "A version that has taken effect must start later than all other versions."
                ),
            ));
        }
        self.faults.append(&mut found);
    }

    fn withdrawal_faults(&mut self, withdrawal: &Withdrawal, pointer: &str) {
        let starting = |municipality: &'_ Municipality| {
            let insats = municipality.insatser().get(&withdrawal.insats)?;
            insats.starting(withdrawal.valid_from).cloned()
        };
        let is_new = self.current.and_then(starting).is_none();
        if let Some(held) = starting(&self.after) {
            let today = self.judgement.today;
            self.faults
                .extend(ending::fault(&held, withdrawal, is_new, today, pointer));
        }
    }

    fn ending(&mut self, ending: &Ending, pointer: &str) -> Result<(), NotPlanned> {
        let insats = self.after.insatser().get(&ending.insats);
        let withdrawals = ending::withdrawals(insats, ending, self.judgement.today);
        if withdrawals.is_empty() {
            self.faults.push(ending::nothing_ends(ending, pointer));
            references::body_fault(&self.after, Some(&ending.decision.body), pointer, &mut self.faults);
        }
        for withdrawal in withdrawals {
            self.document(Document::Withdrawal(Box::new(withdrawal)), pointer)?;
        }
        Ok(())
    }

    /// Removes every version of an insats, unless an agreement names it.
    fn removal(&mut self, slug: &Slug) -> Result<(), NotPlanned> {
        let agreements = self
            .after
            .providers()
            .values()
            .flat_map(|held| held.agreements.values());
        if agreements
            .into_iter()
            .any(|agreement| agreement.insatser.contains(slug))
        {
            self.faults.push(removal::in_use(removal::BY_AGREEMENT));
        }
        let insats = self.after.insatser().get(slug);
        let versions = insats.into_iter().flat_map(Insats::versions);
        let held: Vec<PublishedVersion> = versions.map(|version| version.held.clone()).collect();
        for PublishedVersion {
            version, withdrawal, ..
        } in held
        {
            let key = version_key(slug, version.valid_from);
            reach::check(
                &self.judgement.reach,
                &self.after,
                &Document::Version(Box::new(version)),
            )?;
            if withdrawal.is_some() {
                self.change(Change::Remove(Kind::Withdrawal, key.clone()), "");
            }
            self.change(Change::Remove(Kind::Version, key), "");
        }
        Ok(())
    }

    fn end(mut self) -> Result<Vec<Change>, NotPlanned> {
        let pointers = std::mem::take(&mut self.pointers);
        for (change, pointer) in self.changes.iter().zip(&pointers) {
            if let Change::Put(document) = change {
                references::faults(self.current, &self.after, document, pointer, &mut self.faults);
                law::faults(
                    self.current,
                    &self.after,
                    document,
                    pointer,
                    self.judgement,
                    &mut self.faults,
                );
            }
        }
        // An ending of several versions has the same fault in each.
        let mut seen = HashSet::new();
        self.faults
            .retain(|fault| seen.insert((fault.pointer.clone(), fault.code, fault.detail.sv.clone())));
        if self.faults.is_empty() {
            Ok(self.changes)
        } else {
            Err(NotPlanned::Faults(self.faults))
        }
    }
}
