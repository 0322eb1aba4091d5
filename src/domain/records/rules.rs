//! What speaks against a group record: the documentation rules of its insats, its agreement, and privacy.
//!
//! Sources: the design's section 4 and 7, fact sheet section 5. A record is judged by the version in force on its last
//! day.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::fault::{Code, Fault};
use crate::domain::insatser::assessment_required;
use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::{LinkedProvider, Municipality};
use crate::domain::insatser::place::Place;
use crate::domain::insatser::version::Version;
use crate::domain::personal_details::child_concern::mentions_child_concern;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::case::Case;
use super::group_record::{Days, GroupRecord, Level};
use super::individual::{individual_record, level_on};

/// A record that may be kept.
#[derive(Clone)]
pub(crate) struct Judged {
    /// The record, with places and activities by their slugs.
    pub record: GroupRecord,
    /// The days it is about.
    pub days: Days,
    /// The place it counts under: a slug, `other`, or nothing.
    pub place: String,
    /// The activity it counts under: a slug, `other`, or nothing.
    pub activity: String,
    /// The listed place it was at.
    pub listed_place: Option<Place>,
    /// What whoever posted it should know.
    pub warnings: Vec<RecordWarning>,
}

/// Something that whoever posts a record should know, and that is no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RecordWarning {
    /// What it is.
    pub code: RecordWarningCode,
    /// In words.
    pub text: Text,
}

/// What whoever posts a record should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RecordWarningCode {
    /// A text may be about a concern for a child.
    MayBeChildConcern,
    /// The days of the agreement are not stated; it counts as running.
    AgreementDatesNotStated,
}

/// What a record is held against.
pub(crate) struct RecordRules<'a> {
    /// The municipality.
    pub municipality: &'a Municipality,
    /// Today.
    pub today: NaiveDate,
}

impl RecordRules<'_> {
    /// Judges a record of an insats; `pointer` is where it stands in what was sent.
    pub(crate) fn judge(&self, slug: &Slug, record: GroupRecord, pointer: &str) -> Result<Judged, Vec<Fault>> {
        let Some((slug, insats)) = self.municipality.insatser().get_key_value(slug) else {
            return Err(vec![self.no_insats(slug, pointer)]);
        };
        if record.level == Level::Individual {
            let level = level_on(insats, record.days().map_or(self.today, |days| days.to));
            let (code, detail) = individual_record(level);
            return Err(vec![Fault::new(format!("{pointer}/level"), code, detail)]);
        }
        let Some(days) = record.days() else {
            let detail = Text::fixed(
                "Skriv date för ett tillfälle, eller period {from, to}.",
                "Write date for a session, or period {from, to}.",
            );
            return Err(vec![Fault::new(pointer, Code::MissingDate, detail)]);
        };
        let mut case = Case {
            record: &record,
            days,
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
            // Where nothing is known of the rules, as little is told as where individuals are exempt.
            let level = version.documentation.as_ref().map(|rules| rules.individual_level);
            case.small_group(level.unwrap_or(IndividualLevel::Exempt));
            case.reporting_period(version);
            activity = case.activity(version);
            place = case.place(version, activity.0.as_deref());
        }
        case.counts();
        case.ratings();
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
        if record.texts().any(mentions_child_concern) {
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
}

impl RecordRules<'_> {
    /// That the municipality has no such insats, or may not have it.
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
        let detail = Text::new(
            format!("{name} har ingen sådan insats i katalogen."),
            format!("{name} has no such insats in the catalogue."),
        );
        Fault::new(pointer, Code::UnknownReference, detail)
    }
}

impl<'a> Case<'a> {
    /// The member that tells when, and one end of it.
    fn when(&self, end: &str) -> String {
        if self.record.period.is_some() {
            format!("/period/{end}")
        } else {
            "/date".into()
        }
    }

    /// The version in force on the last day, where the whole of the record lies in days that may be told of.
    fn version_in_force(&mut self, today: NaiveDate) -> Option<&'a Version> {
        if self.days.to > today {
            self.fault(
                &self.when("to"),
                Code::DateInFuture,
                Text::fixed(
                    "Dagen har inte varit än. Skicka uppgifterna efteråt.",
                    "The day has not been yet. Send the record afterwards.",
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
        let detail = Text::fixed(
            "Insatsen gällde inte den dagen. Se versions hos insatsen.",
            "The insats was not in force on that day. See versions of the insats.",
        );
        self.fault(&self.when(end), Code::NotInForce, detail);
        None
    }

    /// The provider's agreement for the insats on every day of the record.
    fn provider(&mut self, municipality: &Municipality, slug: &Slug) -> Vec<RecordWarning> {
        let linked = municipality
            .linked_providers(slug)
            .find(|linked| linked.provider().slug == self.record.provider);
        let Some(linked) = linked else {
            let detail = Text::fixed(
                "Utföraren har inget avtal för insatsen i katalogen.",
                "The provider has no agreement for the insats in the catalogue.",
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
            text: Text::fixed(
                "Katalogen anger inte avtalets dagar. Det räknas som löpande.",
                "The catalogue does not state the days of the agreement. It counts as running.",
            ),
        }]
    }

    fn not_contracted(&mut self, linked: LinkedProvider) {
        let ended = linked.last_day().filter(|last| *last < self.days.to);
        if let Some(last) = ended {
            let detail = Text::new(
                format!("Avtalet för insatsen upphörde {last}."),
                format!("The agreement for the insats ended on {last}."),
            );
            self.fault(&self.when("to"), Code::ContractEnded, detail);
            return;
        }
        let detail = Text::fixed(
            "Utförarens avtal för insatsen gällde inte hela tiden.",
            "The provider's agreement for the insats did not run all of the time.",
        );
        self.fault(&self.when("from"), Code::ProviderNotContracted, detail);
    }
}

/// What to say of an insats that may never be given without assessment.
pub(crate) const fn documented_elsewhere() -> Text {
    Text::fixed(
        "Insatsen får aldrig ges utan individuell behovsprövning. Dokumentera den i verksamhetssystemet.",
        "The insats may never be given without individual assessment. Document it in the case records.",
    )
}

fn may_be_child_concern() -> RecordWarning {
    RecordWarning {
        code: RecordWarningCode::MayBeChildConcern,
        text: Text::fixed(
            "Texten kan handla om oro för ett barn. En orosanmälan görs till socialtjänsten i barnets kommun, aldrig här; vid akut fara ring 112.",
            "The text may be about a concern for a child. A concern is reported to the social services of the child's municipality, never here; in acute danger call 112.",
        ),
    }
}
