//! The decisions of a year and what they require to be followed up.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::documentation::{GroupItem, Reporting};
use crate::domain::insatser::insats::{Insats, VersionInTime};
use crate::domain::statistics::Month;
use crate::domain::text::text;

/// A version in force in the year, and what its decision requires to be followed up.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportDecision)]
pub(crate) struct DecisionOfYear {
    /// The first day in force.
    pub valid_from: NaiveDate,
    /// The last day in force, if known.
    pub last_day_in_force: Option<NaiveDate>,
    /// The decision, with its follow-up.
    pub decision: Option<BoardDecision>,
    /// The items that every group record must contain.
    pub asked_for: Vec<AskedItem>,
    /// How often it is reported, if stated.
    pub reporting: Option<Reporting>,
    /// Whether each reporting period must be evaluated.
    pub evaluation_required: bool,
}

/// An item that every group record must contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AnnualReportAskedItem)]
pub(crate) struct AskedItem {
    /// The item.
    pub item: GroupItem,
    /// The item in words.
    pub text: Text,
}

/// The versions in force on any day of a year, oldest first.
pub(crate) fn versions_of_year(insats: &Insats, year: i32) -> impl Iterator<Item = VersionInTime<'_>> {
    let (first, last) = (Month::first_of(year).first_day(), Month::last_of(year).last_day());
    insats.versions().filter(move |version| {
        let ends = version.last_day.is_none_or(|day| day >= first);
        version.held.takes_effect() && version.held.version.valid_from <= last && ends
    })
}

pub(crate) fn decisions(insats: &Insats, year: i32) -> Vec<DecisionOfYear> {
    versions_of_year(insats, year).map(decision).collect()
}

fn decision(version: VersionInTime) -> DecisionOfYear {
    let stated = &version.held.version;
    let group_level = stated.documentation.as_ref().map(|rules| &rules.group_level);
    let items = group_level.map_or(&[][..], |group_level| &group_level.items);
    DecisionOfYear {
        valid_from: stated.valid_from,
        last_day_in_force: version.last_day,
        decision: stated.decision.clone(),
        asked_for: items
            .iter()
            .map(|item| AskedItem {
                item: *item,
                text: in_words(*item),
            })
            .collect(),
        reporting: group_level.and_then(|group_level| group_level.reporting),
        evaluation_required: items.contains(&GroupItem::Evaluation),
    }
}

const fn in_words(item: GroupItem) -> Text {
    match item {
        GroupItem::Date => text!("när", "when"),
        GroupItem::Method => text!("på vilket sätt", "how"),
        GroupItem::PerformedBy => text!("av vem (i vilken roll)", "by whom (in what role)"),
        GroupItem::ParticipantsTotal => text!("antal deltagare", "number of participants"),
        GroupItem::ParticipantsGender => text!("deltagarnas kön", "participants' gender"),
        GroupItem::Content => text!("innehåll", "content"),
        GroupItem::Extent => text!("omfattning", "extent"),
        GroupItem::KindOfSupport => text!("typ av stöd", "type of support"),
        GroupItem::Patterns => text!("återkommande mönster", "recurring patterns"),
        GroupItem::Evaluation => text!("uppföljning och utvärdering", "follow-up and evaluation"),
    }
}
