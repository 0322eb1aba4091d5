//! Checks of the caller and of the group records that the caller posts.

use std::collections::HashMap;

use crate::documents::readers::group_record::RecordOf;
use crate::domain::records::rules::RecordRules;
use crate::domain::{Code, Fault, Slug};
use crate::http::problems::{Kind, Problem};
use crate::http::request::permission::{Permission, Permitted};
use crate::http::state::{State, municipality};
use crate::store::records::new_record::NewRecord;
use crate::store::records::rows::{RecordReach, RecordWriter as Writer};

/// The records that a caller can reach; 404 if the municipality has no catalogue.
pub(crate) fn reach<P: Permission, Q>(state: &State, by: &Permitted<P, Q>) -> Result<RecordReach, Problem> {
    let own = by.caller.providers_in(by.kommunkod);
    let providers = own.map(|own| own.into_iter().map(Slug::to_string).collect());
    let insatser = match &by.caller.bodies {
        Some(bodies) => {
            let catalogue = state.catalogue();
            let theirs = municipality(&catalogue, by.kommunkod)?.insatser_of_bodies(bodies);
            Some(theirs.into_iter().map(Slug::to_string).collect())
        }
        None => None,
    };
    Ok(RecordReach { providers, insatser })
}

/// Records of a request after all checks that need no database.
pub(crate) struct Judgement {
    /// The records without faults.
    pub sound: Vec<NewRecord>,
    /// Every fault of the others.
    pub faults: Vec<Fault>,
    pub writer: Writer,
}

/// Checks one record against the current catalogue; every fault is a problem.
pub(crate) fn judged<P: Permission, Q>(
    state: &State,
    by: &Permitted<P, Q>,
    record: RecordOf,
) -> Result<(Vec<NewRecord>, Writer), Problem> {
    let judgement = judge(state, by, vec![record], Vec::new())?;
    if judgement.faults.is_empty() {
        Ok((judgement.sound, judgement.writer))
    } else {
        Err(Problem::of_faults(judgement.faults))
    }
}

/// Checks records against the current catalogue, also those in which `faults` of their format were found.
pub(crate) fn judge<P: Permission, Q>(
    state: &State,
    by: &Permitted<P, Q>,
    records: Vec<RecordOf>,
    mut faults: Vec<Fault>,
) -> Result<Judgement, Problem> {
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, by.kommunkod)?;
    let reach = reach(state, by)?;
    let rules = RecordRules {
        municipality,
        today: state.clock.today(),
    };
    let of_format = by_record(&faults);
    let mut found = Vec::new();
    let mut sound = Vec::with_capacity(records.len());
    for RecordOf {
        insats,
        record,
        pointer,
        line,
    } in records
    {
        let causes = of_format.get(&pointer).map_or(&[][..], Vec::as_slice);
        if let Some(fault) = out_of_reach(&reach, &insats, &record.provider, &pointer) {
            found.push(Fault { line, ..fault });
            continue;
        }
        match rules.judge(&insats, record, &pointer) {
            Ok(judged) if causes.is_empty() => sound.push(NewRecord {
                insats: insats.to_string(),
                judged,
                pointer,
                line,
            }),
            Ok(_) => {}
            Err(of_rules) => found.extend(
                of_rules
                    .into_iter()
                    .filter(|fault| !causes.iter().any(|cause| follows(fault, cause)))
                    .map(|fault| Fault { line, ..fault }),
            ),
        }
    }
    faults.extend(found);
    Ok(Judgement {
        sound,
        faults,
        writer: Writer {
            kommunkod: by.kommunkod,
            posted_by: by.caller.providers.as_ref().map_or("municipality", |_| "provider"),
            client_id: by.caller.client_id.clone(),
            judged_revision: catalogue.revision(),
            at: state.clock.now().naive_utc(),
        },
    })
}

/// The pointer and the code of each fault, by the pointer of its record in a batch.
fn by_record(faults: &[Fault]) -> HashMap<String, Vec<(String, Code)>> {
    let mut of_record: HashMap<String, Vec<(String, Code)>> = HashMap::new();
    for fault in faults {
        let mut parts = fault.pointer.splitn(4, '/');
        if let (Some(""), Some(list), Some(at)) = (parts.next(), parts.next(), parts.next()) {
            let of_record = of_record.entry(format!("/{list}/{at}")).or_default();
            of_record.push((fault.pointer.clone(), fault.code));
        }
    }
    of_record
}

/// Whether a broken rule may be a consequence of a fault in the record's format.
fn follows(fault: &Fault, (pointer, code): &(String, Code)) -> bool {
    if *code == Code::UnknownMember {
        return fault.code.is_missing();
    }
    let is_within = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    // A group whose size is not known may be small, for which other rules hold.
    let is_of_size = pointer.contains("/participants") && (fault.code.is_missing() || fault.code == Code::SmallGroup);
    is_of_size || is_within(pointer, &fault.pointer) || is_within(&fault.pointer, pointer)
}

/// The fault of a record that the caller may not post.
fn out_of_reach(reach: &RecordReach, insats: &Slug, provider: &Slug, pointer: &str) -> Option<Fault> {
    let (code, member) = if !reach.has_provider(provider) {
        (Code::OtherProvider, "provider")
    } else if !reach.has_insats(insats) {
        (Code::OtherBody, "insats")
    } else {
        return None;
    };
    let detail = Kind::Fault(code).entry().remedy;
    Some(Fault::new(format!("{pointer}/{member}"), code, detail))
}
