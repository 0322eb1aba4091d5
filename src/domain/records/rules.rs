//! The checks of a group record: the documentation rules of its insats, its agreement, and privacy.
//!
//! Sources: sections 4 and 7 of the design, section 5 of the fact sheet. The version in force on the record's last day
//! applies.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::insatser::assessment_required;
use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::{LinkedProvider, Municipality};
use crate::domain::insatser::place::Place;
use crate::domain::insatser::version::Version;
use crate::domain::personal_details::child_concern::child_concern_in;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Slug, Text};

use super::case::Case;
use super::content::number_faults;
use super::group_record::{Days, GroupRecord, Level};
use super::individual::{individual_record, level_on};

/// A record without faults.
#[derive(Clone)]
pub(crate) struct Judged {
    /// The record, with slugs of listed places and activities.
    pub record: GroupRecord,
    pub days: Days,
    /// The place that it counts under: a slug, `other`, or empty.
    pub place: String,
    /// The activity that it counts under: a slug, `other`, or empty.
    pub activity: String,
    pub listed_place: Option<Place>,
    /// Warnings to the caller.
    pub warnings: Vec<RecordWarning>,
}

/// A warning about a record that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecordWarning {
    /// The code.
    pub code: RecordWarningCode,
    /// The warning in words.
    pub text: Text,
}

impl RecordWarning {
    /// Whether a provider can do something about it. The days of an agreement are the municipality's to state.
    pub(crate) fn is_for_provider(&self) -> bool {
        self.code != RecordWarningCode::AgreementDatesNotStated
    }
}

/// A warning about a record that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RecordWarningCode {
    /// A text may be about a concern for a child.
    MayBeChildConcern,
    /// The days of the agreement are not stated. It counts as current.
    AgreementDatesNotStated,
    /// The period of the record has been reported as complete. Its report includes the change.
    PeriodReportedComplete,
    /// The period of the record has been reported as lost.
    PeriodReportedLost,
}

/// The checks of group records.
pub(crate) struct RecordRules<'a> {
    pub municipality: &'a Municipality,
    pub today: NaiveDate,
}

impl RecordRules<'_> {
    /// Checks a record of an insats; `pointer` is its location in the request.
    pub(crate) fn judge(&self, slug: &Slug, record: GroupRecord, pointer: &str) -> Result<Judged, Vec<Fault>> {
        let Some((slug, insats)) = self.municipality.insatser().get_key_value(slug) else {
            let mut faults = vec![self.no_insats(slug, pointer)];
            faults.extend(number_faults(&record, pointer));
            return Err(faults);
        };
        if record.level == Level::Individual {
            let level = level_on(insats, record.days().map_or(self.today, |days| days.to));
            let (code, detail) = individual_record(level);
            return Err(vec![Fault::new(format!("{pointer}/level"), code, detail)]);
        }
        let Some(days) = record.days() else {
            let detail = text!(
                "Ange date för ett tillfälle, eller period {from, to}.",
                "Give date for a session, or period {from, to}."
            );
            let mut faults = vec![Fault::new(pointer, Code::MissingDate, detail)];
            faults.extend(number_faults(&record, pointer));
            return Err(faults);
        };
        let mut case = Case {
            record: &record,
            days,
            municipality: self.municipality,
            insats,
            pointer,
            faults: Vec::new(),
        };
        let version = case.version_in_force(self.today);
        let mut warnings = case.provider(self.municipality, slug);
        let mut place = (None, String::new());
        let mut activity = (None, String::new());
        if let Some(version) = version {
            if let Some(rules) = &version.documentation {
                case.items(rules);
            }
            // Without documentation rules, a small group is protected as if individuals were exempt.
            let level = version.documentation.as_ref().map(|rules| rules.individual_level);
            case.small_group(level.unwrap_or(IndividualLevel::Exempt));
            case.reporting_period(version);
            activity = case.activity(version);
            place = case.place(version, activity.0.as_deref());
        }
        case.child_concern();
        case.faults.extend(number_faults(&record, pointer));
        if !case.faults.is_empty() {
            return Err(case.faults);
        }
        let listed_place = version.and_then(|version| {
            version
                .places
                .iter()
                .find(|listed| listed.slug.as_str() == place.1)
                .cloned()
        });
        if record.texts().any(|text| child_concern_in(text).is_some()) {
            warnings.push(may_be_child_concern());
        }
        Ok(Judged {
            record: GroupRecord {
                place: place.0,
                activity: activity.0,
                ..record
            },
            days,
            listed_place,
            place: place.1,
            activity: activity.1,
            warnings,
        })
    }

    /// The fault of an insats that does not exist in the municipality.
    fn no_insats(&self, slug: &Slug, pointer: &str) -> Fault {
        let pointer = format!("{pointer}/insats");
        if assessment_required::is_listed(slug.as_str()) {
            return Fault::new(
                pointer,
                Code::AlwaysRequiresIndividualAssessment,
                documented_elsewhere(),
            );
        }
        let name = self.municipality.document().kommunkod.kommun().name;
        let detail = composed!(
            "Katalogen för {name} har ingen sådan insats.",
            "The catalogue of {name} has no such insats."
        );
        Fault::new(pointer, Code::UnknownReference, detail)
    }
}

impl<'a> Case<'a> {
    /// The pointer to one end of the record's days.
    fn when(&self, end: &str) -> String {
        if self.record.period.is_some() {
            format!("/period/{end}")
        } else {
            "/date".into()
        }
    }

    /// The version in force on the last day, if the first day also has one and the last day is not in the future.
    fn version_in_force(&mut self, today: NaiveDate) -> Option<&'a Version> {
        if self.days.to > today {
            self.fault(
                &self.when("to"),
                Code::DateInFuture,
                text!(
                    "Datumet ligger i framtiden. Skicka uppgifterna efteråt.",
                    "The date is in the future. Send the record afterwards."
                ),
            );
            return None;
        }
        let last = self.in_force(self.days.to, "to");
        if self.days.from == self.days.to {
            return last;
        }
        self.in_force(self.days.from, "from").and(last)
    }

    fn in_force(&mut self, day: NaiveDate, end: &str) -> Option<&'a Version> {
        if let Some(Standing::InForce(version)) = self.insats.on(day) {
            return Some(&version.held.version);
        }
        let detail = text!(
            "Insatsen gavs inte den dagen. Se versions hos insatsen.",
            "The service was not provided on that day. See versions of the insats."
        );
        self.fault(&self.when(end), Code::NotInForce, detail);
        None
    }

    /// Requires an agreement for the insats on every day of the record.
    fn provider(&mut self, municipality: &Municipality, slug: &Slug) -> Vec<RecordWarning> {
        let linked = municipality
            .linked_providers(slug)
            .find(|linked| linked.provider().slug == self.record.provider);
        let Some(linked) = linked else {
            let detail = text!(
                "Utföraren har inget avtal om insatsen i katalogen.",
                "The provider has no agreement for the service in the catalogue."
            );
            self.fault("/provider", Code::ProviderNotContracted, detail);
            return Vec::new();
        };
        if !(linked.runs_on(self.days.from) && linked.runs_on(self.days.to)) {
            self.not_contracted(linked);
            return Vec::new();
        }
        let is_stated = |linked: &LinkedProvider| {
            linked
                .agreements()
                .any(|agreement| agreement.valid_from.is_some() || agreement.valid_to.is_some())
        };
        if is_stated(&linked) {
            return Vec::new();
        }
        vec![RecordWarning {
            code: RecordWarningCode::AgreementDatesNotStated,
            text: text!(
                "Avtalets dagar finns inte i katalogen. Avtalet räknas som gällande.",
                "The dates of the agreement are not in the catalogue. It is treated as current."
            ),
        }]
    }

    fn not_contracted(&mut self, linked: LinkedProvider) {
        let ended = linked.last_day().filter(|last| *last < self.days.to);
        if let Some(last) = ended {
            let detail = composed!(
                "Avtalet om insatsen upphörde {last}.",
                "The agreement for the service ended on {last}."
            );
            self.fault(&self.when("to"), Code::ContractEnded, detail);
            return;
        }
        let detail = text!(
            "Utförarens avtal om insatsen gällde inte alla dagarna.",
            "The provider's agreement for the service did not cover all the days."
        );
        self.fault(&self.when("from"), Code::ProviderNotContracted, detail);
    }
}

/// The fault text for an insats that may never be given without assessment.
pub(crate) const fn documented_elsewhere() -> Text {
    text!(
        "Insatsen får aldrig ges utan individuell behovsprövning. Dokumentera den i verksamhetssystemet.",
        "This service may never be provided without an individual needs assessment. Record it in the case management system."
    )
}

fn may_be_child_concern() -> RecordWarning {
    RecordWarning {
        code: RecordWarningCode::MayBeChildConcern,
        text: text!(
            "Texten kan handla om oro för ett barn. Gör en orosanmälan till socialtjänsten i barnets kommun, aldrig här. Ring 112 vid akut fara.",
            "The text may be about a concern for a child. Report the concern to social services in the child's municipality, never here. In an emergency, call 112."
        ),
    }
}
