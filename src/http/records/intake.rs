//! What whoever hands in group records may do, and what their records are held against.

use std::sync::Arc;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::group_record::RecordOf;
use crate::domain::fault::Fault;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::records::rules::RecordRules;
use crate::domain::slug::Slug;
use crate::http::problems::{Kind, Problem};
use crate::http::request::permission::{Permission, Permitted};
use crate::http::state::{State, municipality};
use crate::store::records::new_record::NewRecord;
use crate::store::records::rows::{RecordReach, RecordWriter as Writer};

/// How far a caller reaches among the records of the municipality.
///
/// # Errors
/// 404 when the municipality has no catalogue.
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

/// Judges records against the catalogue that answers now.
///
/// # Errors
/// 403 for another provider's or body's records, else every fault of every record.
pub(crate) fn judged<P: Permission, Q>(
    state: &State,
    by: &Permitted<P, Q>,
    records: Vec<RecordOf>,
) -> Result<(Vec<NewRecord>, Writer), Problem> {
    let catalogue: Arc<Catalogue> = Arc::clone(&state.catalogue());
    let municipality: &Municipality = municipality(&catalogue, by.kommunkod)?;
    check_reach(state, by, &records)?;
    let rules = RecordRules {
        municipality,
        today: state.clock.today(),
    };
    let mut faults: Vec<Fault> = Vec::new();
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
        posted_by: if by.caller.providers.is_some() {
            "provider"
        } else {
            "municipality"
        },
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
