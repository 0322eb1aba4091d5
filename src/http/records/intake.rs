//! Checks of the caller and of the group records that the caller posts.

use crate::documents::readers::group_record::RecordOf;
use crate::domain::records::rules::RecordRules;
use crate::domain::{Fault, Slug};
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

/// Checks records against the current catalogue: 403 for records of another provider or body, otherwise every fault.
pub(crate) fn judged<P: Permission, Q>(
    state: &State,
    by: &Permitted<P, Q>,
    records: Vec<RecordOf>,
) -> Result<(Vec<NewRecord>, Writer), Problem> {
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, by.kommunkod)?;
    check_reach(state, by, &records)?;
    let rules = RecordRules {
        municipality,
        today: state.clock.today(),
    };
    let mut faults = Vec::new();
    let mut taken = Vec::with_capacity(records.len());
    for RecordOf {
        insats,
        record,
        pointer,
        line,
    } in records
    {
        match rules.judge(&insats, record, &pointer) {
            Ok(judged) => taken.push(NewRecord {
                insats: insats.to_string(),
                judged,
                pointer,
            }),
            Err(found) => faults.extend(found.into_iter().map(|fault| Fault { line, ..fault })),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::of_faults(faults));
    }
    let writer = Writer {
        kommunkod: by.kommunkod,
        posted_by: by.caller.providers.as_ref().map_or("municipality", |_| "provider"),
        client_id: by.caller.client_id.clone(),
        judged_revision: catalogue.revision(),
        at: state.clock.now().naive_utc(),
    };
    Ok((taken, writer))
}

fn check_reach<P: Permission, Q>(state: &State, by: &Permitted<P, Q>, records: &[RecordOf]) -> Result<(), Problem> {
    let reach = reach(state, by)?;
    for RecordOf { insats, record, .. } in records {
        if !reach.has_provider(&record.provider) {
            return Err(Problem::of(Kind::OtherProvider));
        }
        if !reach.has_insats(insats) {
            return Err(Problem::of(Kind::OtherBody));
        }
    }
    Ok(())
}
