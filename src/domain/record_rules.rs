//! What speaks against a group record: the documentation rules of its insats, its agreement, and privacy.
//!
//! Sources: the design's section 4 and 7, fact sheet section 5. A record is judged by the version in force on its last
//! day.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::assessment_required;
use super::child_concern::mentions_child_concern;
use super::documentation::{Cycle, Documentation, GroupItem, IndividualLevel};
use super::fault::{Code, Fault};
use super::group_record::{Days, Evaluation, GroupRecord, Level, folded};
use super::insats::{Insats, Standing};
use super::municipality::{LinkedProvider, Municipality};
use super::place::Place;
use super::reporting_period::ReportingPeriod;
use super::slug::Slug;
use super::text::Text;
use super::version::Version;

/// The dimension of a label that the insats does not list: it counts, and is never shown.
pub const OTHER: &str = "other";

/// The fewest people of a session that may be told of by gender, text or rating where individuals must not be told of.
const FEWEST_TO_TELL_OF: u32 = 3;
/// The fewest answers behind a rating.
const FEWEST_RESPONSES: u32 = 3;

/// A record that may be kept.
#[derive(Clone)]
pub struct Judged {
    /// The record, with places and activities by their slugs.
    pub record: GroupRecord,
    /// The days it is about.
    pub days: Days,
    /// The place it counts under: a slug, [`OTHER`], or nothing.
    pub place: String,
    /// The activity it counts under: a slug, [`OTHER`], or nothing.
    pub activity: String,
    /// The listed place it was at.
    pub listed_place: Option<Place>,
    /// What whoever posted it should know.
    pub warnings: Vec<RecordWarning>,
}

/// Something that whoever posts a record should know, and that is no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordWarning {
    /// What it is.
    pub code: RecordWarningCode,
    /// In words.
    pub text: Text,
}

/// What whoever posts a record should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RecordWarningCode {
    /// A text may be about a concern for a child.
    MayBeChildConcern,
    /// The days of the agreement are not stated; it counts as running.
    AgreementDatesNotStated,
}

/// What a record is held against.
pub struct Bench<'a> {
    /// The municipality.
    pub municipality: &'a Municipality,
    /// Today.
    pub today: NaiveDate,
}

/// One record before the bench.
struct Case<'a> {
    record: &'a GroupRecord,
    days: Days,
    insats: &'a Insats,
    pointer: &'a str,
    faults: Vec<Fault>,
}

impl Bench<'_> {
    /// Judges a record of an insats; `pointer` is where it stands in what was sent.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn judge(&self, slug: &Slug, record: GroupRecord, pointer: &str) -> Result<Judged, Vec<Fault>> {
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
                case.small_group(rules.individual_level);
            }
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

impl Bench<'_> {
    /// That the municipality has no such insats, or may not have it.
    fn no_insats(&self, slug: &Slug, pointer: &str) -> Fault {
        let pointer = format!("{pointer}/insats");
        if assessment_required::find(slug.as_str()).is_some() {
            let detail = Text::fixed(
                "Insatsen får aldrig ges utan individuell behovsprövning. Dokumentera den i verksamhetssystemet.",
                "The insats may never be given without individual assessment. Document it in the case records.",
            );
            return Fault::new(pointer, Code::AlwaysRequiresIndividualAssessment, detail);
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
    fn fault(&mut self, member: &str, code: Code, detail: Text) {
        let pointer = format!("{}{member}", self.pointer);
        self.faults.push(Fault::new(pointer, code, detail));
    }

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
        match ended {
            Some(last) => {
                let detail = Text::new(
                    format!("Avtalet för insatsen upphörde {last}."),
                    format!("The agreement for the insats ended on {last}."),
                );
                self.fault(&self.when("to"), Code::ContractEnded, detail);
            }
            None => {
                let detail = Text::fixed(
                    "Utförarens avtal för insatsen gällde inte hela tiden.",
                    "The provider's agreement for the insats did not run all of the time.",
                );
                self.fault(&self.when("from"), Code::ProviderNotContracted, detail);
            }
        }
    }

    /// The items that the decision demands, but for those that a small group may not have.
    fn items(&mut self, rules: &Documentation) {
        let is_small = self.is_small(rules.individual_level);
        let record = self.record;
        let participants = record.participants.as_ref();
        let missing = |item: GroupItem| match item {
            // When it was is asked for of every record; an evaluation is needed once a period.
            GroupItem::Date | GroupItem::Evaluation => None,
            GroupItem::ParticipantsTotal => participants
                .is_none()
                .then_some(("/participants", Code::MissingParticipants)),
            GroupItem::ParticipantsGender => {
                let told =
                    participants.is_none_or(|told| told.total == 0 || (told.women.is_some() && told.men.is_some()));
                (!told && !is_small).then_some(("/participants", Code::MissingGender))
            }
            GroupItem::Method => record.method.is_none().then_some(("/method", Code::MissingMethod)),
            GroupItem::PerformedBy => record
                .performed_by
                .is_none()
                .then_some(("/performedBy", Code::MissingPerformedBy)),
            GroupItem::Content => missing_text(record.content.as_ref(), is_small, "/content", Code::MissingContent),
            GroupItem::Extent => missing_text(record.extent.as_ref(), is_small, "/extent", Code::MissingExtent),
            GroupItem::KindOfSupport => missing_text(
                record.kind_of_support.as_ref(),
                is_small,
                "/kindOfSupport",
                Code::MissingKindOfSupport,
            ),
            GroupItem::Patterns => missing_text(record.patterns.as_ref(), is_small, "/patterns", Code::MissingPatterns),
        };
        let all: Vec<_> = rules
            .group_level
            .items
            .iter()
            .filter_map(|item| missing(*item))
            .collect();
        for (member, code) in all {
            self.fault(
                member,
                code,
                Text::fixed(
                    "Nämnden har beslutat att detta ska dokumenteras. Se documentation-rules hos insatsen.",
                    "The board has decided that this is to be documented. See documentation-rules of the insats.",
                ),
            );
        }
        if record.participants.is_none() && !rules.group_level.items.contains(&GroupItem::ParticipantsTotal) {
            self.fault(
                "/participants",
                Code::MissingParticipants,
                Text::fixed(
                    "Skriv hur många som deltog: utan antal räknas inget.",
                    "Write how many took part: without it nothing counts.",
                ),
            );
        }
    }

    /// A session so small that telling more of it could tell of somebody.
    fn is_small(&self, level: IndividualLevel) -> bool {
        let total = self.record.participants.map_or(0, |participants| participants.total);
        level != IndividualLevel::Required && self.record.date.is_some() && (1..FEWEST_TO_TELL_OF).contains(&total)
    }

    fn small_group(&mut self, level: IndividualLevel) {
        if !self.is_small(level) {
            return;
        }
        let record = self.record;
        let participants = record.participants.as_ref();
        let of = |member: &'static str, told: bool| told.then_some(member);
        let members = [
            of(
                "/participants/women",
                participants.is_some_and(|told| told.women.is_some()),
            ),
            of("/participants/men", participants.is_some_and(|told| told.men.is_some())),
            of(
                "/participants/otherOrUnknown",
                participants.is_some_and(|told| told.other_or_unknown.is_some()),
            ),
            of("/content", record.content.is_some()),
            of("/extent", record.extent.is_some()),
            of("/kindOfSupport", record.kind_of_support.is_some()),
            of("/patterns", record.patterns.is_some()),
            of("/evaluation", record.evaluation.is_some()),
        ];
        for member in members.into_iter().flatten() {
            self.fault(
                member,
                Code::SmallGroup,
                Text::fixed(
                    "Bara en eller två deltog: skriv antalet och inget om kön, innehåll eller omdömen. Stöd till en i taget skrivs för en period.",
                    "Only one or two took part: write the number and nothing of gender, content or ratings. Support to one at a time is written for a period.",
                ),
            );
        }
    }

    fn reporting_period(&mut self, version: &Version) {
        let reporting = version
            .documentation
            .as_ref()
            .and_then(|rules| rules.group_level.reporting.as_ref());
        let cycle = reporting.map_or(Cycle::Year, |reporting| reporting.cycle);
        let period = ReportingPeriod::of(cycle, self.days.to);
        if !period.includes(self.days.from) {
            let detail = Text::new(
                format!("Perioden ska ligga inom en rapportperiod, som {period}."),
                format!("The period must lie within one reporting period, such as {period}."),
            );
            self.fault("/period", Code::OutsideReportingPeriod, detail);
        }
    }

    /// The activity by slug or label, and the dimension that it counts under.
    fn activity(&mut self, version: &Version) -> (Option<String>, String) {
        let Some(told) = &self.record.activity else {
            return (None, String::new());
        };
        let listed = version.activities.iter().find(|activity| {
            activity.slug.as_str() == told
                || folded(&activity.name.sv) == folded(told)
                || folded(&activity.name.en) == folded(told)
        });
        match listed {
            Some(activity) => (Some(activity.slug.to_string()), activity.slug.to_string()),
            None if version.activities.is_empty() => (Some(told.clone()), OTHER.into()),
            None => {
                let slugs = version.activities.iter().map(|activity| activity.slug.as_str());
                self.outside("/activity", &slugs.collect::<Vec<_>>());
                (None, String::new())
            }
        }
    }

    /// The place by slug or label, and the dimension that it counts under.
    fn place(&mut self, version: &Version, activity: Option<&str>) -> (Option<String>, String) {
        let Some(told) = &self.record.place else {
            return (None, String::new());
        };
        let of_activity = activity
            .and_then(|slug| version.activity(slug))
            .map(|activity| &activity.places[..])
            .filter(|places| !places.is_empty());
        let allowed = version
            .places
            .iter()
            .filter(|place| of_activity.is_none_or(|slugs| slugs.contains(&place.slug)));
        let listed = allowed
            .clone()
            .find(|place| place.slug.as_str() == told || folded(&place.name) == folded(told));
        match listed {
            Some(place) => (Some(place.slug.to_string()), place.slug.to_string()),
            None if version.places.is_empty() => (Some(told.clone()), OTHER.into()),
            None => {
                let slugs: Vec<&str> = allowed.map(|place| place.slug.as_str()).collect();
                self.outside("/place", &slugs);
                (None, String::new())
            }
        }
    }

    fn outside(&mut self, member: &str, allowed: &[&str]) {
        let allowed = allowed.join(", ");
        let detail = Text::new(
            format!("Insatsen omfattar inte detta. Något av: {allowed}."),
            format!("The insats does not comprise this. One of: {allowed}."),
        );
        self.fault(member, Code::OutsideInsats, detail);
    }

    fn counts(&mut self) {
        let Some(participants) = self.record.participants else {
            return;
        };
        let parts = [participants.women, participants.men, participants.other_or_unknown];
        let sum: u32 = parts.iter().flatten().sum();
        if sum > participants.total {
            let detail = Text::fixed(
                "Kvinnor, män och annat är tillsammans fler än totalen.",
                "Women, men and others are more together than the total.",
            );
            self.fault("/participants", Code::GenderSum, detail);
        }
    }

    fn ratings(&mut self) {
        let Some(evaluation) = &self.record.evaluation else {
            return;
        };
        let most = match self.record.participants {
            Some(participants) if self.record.date.is_some() => participants.total,
            _ => u32::MAX,
        };
        let pointer = format!("{}/evaluation", self.pointer);
        self.faults.extend(rating_faults(evaluation, most, &pointer));
    }
}

/// What speaks against the ratings of an evaluation, where at most so many can have answered.
#[must_use]
pub fn rating_faults(evaluation: &Evaluation, most: u32, pointer: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, rating) in evaluation.ratings.iter().enumerate() {
        let place = |name: &str| format!("{pointer}/ratings/{at}/{name}");
        let highest = rating.scale_max;
        if rating.mean.0 < 100 || rating.mean.0 > u32::from(highest) * 100 {
            let detail = Text::new(
                format!("Ett medelvärde på skalan från 1 till {highest}."),
                format!("A mean on the scale from 1 to {highest}."),
            );
            faults.push(Fault::new(place("mean"), Code::RatingOutsideScale, detail));
        }
        if rating.responses < FEWEST_RESPONSES || rating.responses > most {
            let detail = Text::fixed(
                "Minst 3 svar, och inte fler än deltagarna.",
                "At least 3 responses, and no more than took part.",
            );
            faults.push(Fault::new(place("responses"), Code::RatingResponses, detail));
        }
    }
    faults
}

fn missing_text(
    text: Option<&String>,
    is_small: bool,
    member: &'static str,
    code: Code,
) -> Option<(&'static str, Code)> {
    (text.is_none() && !is_small).then_some((member, code))
}

fn level_on(insats: &Insats, day: NaiveDate) -> Option<IndividualLevel> {
    let rules = insats.on(day)?.version().held.version.documentation.as_ref()?;
    Some(rules.individual_level)
}

/// Why no record of an individual is taken.
fn individual_record(level: Option<IndividualLevel>) -> (Code, Text) {
    match level {
        Some(IndividualLevel::Exempt) => (
            Code::IndividualLevelExempted,
            Text::fixed(
                "Nämnden har beslutat att uppgifter som kan röja en identitet inte ska dokumenteras (14 kap. 5 § socialtjänstlagen).",
                "The board has decided that nothing that can reveal an identity is documented (chapter 14, section 5 of the Social Services Act).",
            ),
        ),
        Some(IndividualLevel::Advice) => (
            Code::PersonalCircumstancesAdvice,
            Text::fixed(
                "Insatsen är rådgivning: personliga förhållanden dokumenteras inte (14 kap. 4 § socialtjänstlagen).",
                "The insats is advice: personal circumstances are not documented (chapter 14, section 4 of the Social Services Act).",
            ),
        ),
        Some(IndividualLevel::OutsideAct) => (
            Code::IndividualLevelElsewhere,
            Text::fixed(
                "Insatsen omfattas inte av socialtjänstlagens dokumentationsregler, och inget om enskilda tas emot här.",
                "The insats is not covered by the documentation rules of the Social Services Act, and nothing of individuals is taken here.",
            ),
        ),
        Some(IndividualLevel::Required) | None => (
            Code::IndividualLevelElsewhere,
            Text::fixed(
                "Dokumentation om enskilda förs i utförarens eller nämndens verksamhetssystem (14 kap. 3 § socialtjänstlagen), aldrig här.",
                "Documentation of individuals is kept in the provider's or board's case records (chapter 14, section 3 of the Social Services Act), never here.",
            ),
        ),
    }
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
