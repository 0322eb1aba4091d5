//! What publishing may change: decided members of a version in force are fixed, all else may be told anew.

use chrono::NaiveDate;

use super::assessment_required;
use super::body::Source;
use super::day::LAW_IN_FORCE;
use super::decision::{Adoption, BoardDecision};
use super::document::Document;
use super::fault::{Code, Fault};
use super::insats::Insats;
use super::municipality::Municipality;
use super::provider::{Agreement, AgreementKind};
use super::slug::Slug;
use super::text::Text;
use super::version::{FeeKind, Version};

/// A document to publish, and where its faults point.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The document.
    pub document: Document,
    /// The JSON Pointer of the document in what was sent.
    pub pointer: String,
}

/// Judges proposed documents together and returns those that change something, in order.
///
/// `current` is what the municipality has published, read under the lock that the change will be written under.
///
/// # Errors
/// Every fault of every document; then nothing may be published.
pub fn plan(
    current: Option<&Municipality>,
    proposed: &[Proposed],
    today: NaiveDate,
) -> Result<Vec<Document>, Vec<Fault>> {
    let mut faults = Vec::new();
    let Some(mut after) = current.cloned().or_else(|| first_municipality(proposed)) else {
        faults.push(fault(
            "",
            Code::MissingMember,
            Text::fixed(
                "Kommunen har ingen katalog än: lägg till medlemmen municipality.",
                "The municipality has no catalogue yet: add the member municipality.",
            ),
        ));
        return Err(faults);
    };
    let mut changed = Vec::new();
    for Proposed { document, pointer } in proposed {
        if current.is_some_and(|current| is_published(current, document)) {
            continue;
        }
        if let Document::Version(version) = document {
            version_faults(&after, version, pointer, today, &mut faults);
        }
        if after.apply(document.clone(), after.revision() + 1).is_err() {
            faults.push(fault(
                pointer,
                Code::UnknownReference,
                unknown("utföraren", "the provider"),
            ));
        }
        changed.push(document.clone());
    }
    for Proposed { document, pointer } in proposed {
        reference_faults(&after, document, pointer, &mut faults);
    }
    if faults.is_empty() { Ok(changed) } else { Err(faults) }
}

fn first_municipality(proposed: &[Proposed]) -> Option<Municipality> {
    proposed.iter().find_map(|proposed| match &proposed.document {
        Document::Municipality(document) => Some(Municipality::new(document.clone(), 0)),
        _ => None,
    })
}

fn is_published(current: &Municipality, document: &Document) -> bool {
    match document {
        Document::Municipality(document) => current.document() == document,
        Document::Version(version) => {
            current
                .insatser()
                .get(&version.slug)
                .and_then(|insats| insats.starting(version.valid_from))
                == Some(version)
        }
        Document::Provider(provider) => {
            current.providers().get(&provider.slug).map(|held| &held.provider) == Some(provider)
        }
        Document::Agreement { provider, agreement } => {
            let held = current.providers().get(provider);
            held.and_then(|held| held.agreements.get(&agreement.slug)) == Some(agreement)
        }
    }
}

fn version_faults(
    municipality: &Municipality,
    version: &Version,
    pointer: &str,
    today: NaiveDate,
    faults: &mut Vec<Fault>,
) {
    if version.valid_from >= LAW_IN_FORCE && assessment_required::find(version.slug.as_str()).is_some() {
        faults.push(fault(
            &format!("{pointer}/slug"),
            Code::AlwaysRequiresIndividualAssessment,
            Text::fixed(
                "Insatsen får aldrig ges utan individuell behovsprövning.",
                "The insats may never be given without individual needs assessment.",
            ),
        ));
    }
    let Some(insats) = municipality.insatser().get(&version.slug) else {
        return;
    };
    if version.valid_from > today {
        return;
    }
    if let Some(published) = insats.starting(version.valid_from) {
        if published.criteria_not_stated {
            // Nothing was decided as far as the catalogue knows: what was missing is filled in.
            return;
        }
        for member in changed_decided_members(published, version) {
            faults.push(fault(
                &format!("{pointer}/{member}"),
                Code::VersionInForce,
                Text::fixed(
                    "Versionen gäller redan, och det beslutade får inte ändras. Lägg till en ny version med ett senare validFrom.",
                    "The version is in force already, and what was decided may not change. Add a new version with a later validFrom.",
                ),
            ));
        }
    } else if insats
        .versions()
        .any(|other| other.held.version.valid_from > version.valid_from)
    {
        faults.push(fault(
            &format!("{pointer}/validFrom"),
            Code::VersionOutOfOrder,
            Text::fixed(
                "En version som börjat gälla måste börja senare än alla som redan finns.",
                "A version that has started must start later than all that exist.",
            ),
        ));
    }
}

/// The decided members that differ, beside those of the decision that may be filled in afterwards.
fn changed_decided_members(published: &Version, proposed: &Version) -> Vec<&'static str> {
    let activity_criteria = |version: &Version| -> Vec<_> {
        let own = version.activities.iter().filter(|activity| activity.criteria.is_some());
        own.map(|activity| (activity.slug.clone(), activity.criteria.clone()))
            .collect()
    };
    let fee_kind = |version: &Version| -> Option<FeeKind> { version.fee.as_ref().map(|fee| fee.kind) };
    let differs = [
        ("validTo", published.valid_to != proposed.valid_to),
        (
            "validFromNotStated",
            published.valid_from_not_stated != proposed.valid_from_not_stated,
        ),
        (
            "decision",
            !may_become(published.decision.as_ref(), proposed.decision.as_ref()),
        ),
        ("legalBasis", published.legal_basis != proposed.legal_basis),
        ("anonymous", published.anonymous != proposed.anonymous),
        ("criteria", published.criteria != proposed.criteria),
        ("targetGroup", published.target_group != proposed.target_group),
        ("selection", published.selection != proposed.selection),
        ("documentation", published.documentation != proposed.documentation),
        ("isAdvice", published.is_advice != proposed.is_advice),
        (
            "activities",
            activity_criteria(published) != activity_criteria(proposed),
        ),
        ("fee", fee_kind(published) != fee_kind(proposed)),
        ("limits", published.limits != proposed.limits),
        ("referralNeeded", published.referral_needed != proposed.referral_needed),
    ];
    differs
        .into_iter()
        .filter_map(|(member, differs)| differs.then_some(member))
        .collect()
}

/// Says whether a decision may become another: what it lacked may be filled in, its follow-up day may always change.
fn may_become(published: Option<&BoardDecision>, proposed: Option<&BoardDecision>) -> bool {
    let (Some(published), Some(proposed)) = (published, proposed) else {
        return published.is_none();
    };
    let adoption_kept = published.adoption == proposed.adoption
        || (published.adoption != Adoption::Adopted && proposed.adoption == Adoption::Adopted);
    published.body == proposed.body
        && (published.date.is_none() || published.date == proposed.date)
        && (published.reference.is_none() || published.reference == proposed.reference)
        && adoption_kept
}

fn reference_faults(after: &Municipality, document: &Document, pointer: &str, faults: &mut Vec<Fault>) {
    match document {
        Document::Version(version) => {
            let decided_by = version.decision.as_ref().map(|decision| decision.body.as_str());
            if decided_by.is_some_and(|name| after.body(name).is_none()) {
                let pointer = format!("{pointer}/decision/body");
                let detail = unknown("organet bland bodies", "the body among bodies");
                faults.push(fault(&pointer, Code::UnknownReference, detail));
            }
            source_faults(after, &version.sources, pointer, faults);
            for (at, activity) in version.activities.iter().enumerate() {
                source_faults(after, &activity.sources, &format!("{pointer}/activities/{at}"), faults);
            }
        }
        Document::Provider(provider) => source_faults(after, &provider.sources, pointer, faults),
        Document::Agreement { provider, agreement } => {
            source_faults(after, &agreement.sources, pointer, faults);
            agreement_faults(after, provider, agreement, pointer, faults);
        }
        Document::Municipality(_) => {
            // What is published already refers to it, and must still find what it refers to.
            for version in after.insatser().values().flat_map(Insats::versions) {
                let decided_by = version.held.version.decision.as_ref().map(|decision| &decision.body);
                if let Some(name) = decided_by
                    && after.body(name).is_none()
                {
                    let slug = &version.held.version.slug;
                    let detail = Text::new(
                        format!(
                            "Insatsen {slug} är beslutad av ett organ som inte längre finns bland bodies. Behåll det."
                        ),
                        format!("The insats {slug} was decided by a body that is no longer among bodies. Keep it."),
                    );
                    faults.push(fault(&format!("{pointer}/bodies"), Code::UnknownReference, detail));
                }
            }
        }
    }
}

fn source_faults(after: &Municipality, sources: &[Source], pointer: &str, faults: &mut Vec<Fault>) {
    let known = &after.document().source_documents;
    for (at, source) in sources.iter().enumerate() {
        if known.iter().all(|document| document.document != source.document) {
            faults.push(fault(
                &format!("{pointer}/sources/{at}/document"),
                Code::UnknownReference,
                unknown("dokumentet bland sourceDocuments", "the document among sourceDocuments"),
            ));
        }
    }
}

fn agreement_faults(
    after: &Municipality,
    provider: &Slug,
    agreement: &Agreement,
    pointer: &str,
    faults: &mut Vec<Fault>,
) {
    for (at, insats) in agreement.insatser.iter().enumerate() {
        if !after.insatser().contains_key(insats) {
            let pointer = format!("{pointer}/insatser/{at}");
            faults.push(fault(
                &pointer,
                Code::UnknownReference,
                unknown("insatsen", "the insats"),
            ));
        }
    }
    if let Some(main) = &agreement.part_of {
        let held = after.providers().get(provider);
        let main = held.and_then(|held| held.agreements.get(main));
        if main.is_none_or(|main| main.kind == AgreementKind::AddOn) {
            let pointer = format!("{pointer}/partOf");
            let detail = unknown("huvudavtalet", "the main agreement");
            faults.push(fault(&pointer, Code::UnknownReference, detail));
        }
    }
}

fn unknown(sv: &str, en: &str) -> Text {
    Text::new(
        format!("Kommunens katalog saknar {sv}."),
        format!("The municipality's catalogue lacks {en}."),
    )
}

fn fault(pointer: &str, code: Code, detail: Text) -> Fault {
    Fault {
        pointer: pointer.to_owned(),
        code,
        detail,
        line: None,
    }
}
