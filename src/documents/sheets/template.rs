//! Writes an empty sheet with instructions for the group records of one insats.

use crate::domain::Text;
use crate::domain::insatser::documentation::{Cycle, Documentation, GroupItem, IndividualLevel};
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};

use super::columns::{Column, RatingPart};
use super::export::{protected, written};

/// An empty sheet for an insats: instructions as comment rows, the headers, and a row with the insats and the provider.
///
/// It has the columns that every record may need and those that the board requires. Free text columns only if required.
pub fn template(version: &Version, provider: Option<&str>) -> String {
    let columns = columns(version);
    let notes = rows_of_notes(version).into_iter().map(|note| vec![note]);
    let header = columns.iter().map(|column| column.header()).collect();
    let stream = columns.iter().map(|column| {
        let cell = of_stream(*column, version, provider);
        protected(&cell).into_owned()
    });
    written(notes.chain([header, stream.collect()]))
}

/// The columns of the sheet of an insats.
pub(crate) fn columns(version: &Version) -> Vec<Column> {
    let rules = version.documentation.as_ref();
    Column::all().filter(|column| has(rules, *column)).collect()
}

/// The instructions in Swedish and English, as comments.
pub(super) fn rows_of_notes(version: &Version) -> Vec<String> {
    let notes = notes(version, version.documentation.as_ref()).into_iter();
    notes
        .flat_map(|note| [note.sv, note.en])
        .map(|line| format!("# {}", one_line(&line)))
        .collect()
}

/// The cell of a column that identifies the stream.
pub(super) fn of_stream(column: Column, version: &Version, provider: Option<&str>) -> String {
    match column {
        Column::Insats => version.slug.to_string(),
        Column::Provider => provider.unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// Whether the sheet of an insats has a column.
fn has(rules: Option<&Documentation>, column: Column) -> bool {
    let demanded = |item| rules.is_some_and(|rules| rules.group_level.items.contains(&item));
    match column {
        Column::Method => demanded(GroupItem::Method),
        Column::PerformedBy => demanded(GroupItem::PerformedBy),
        Column::Content => demanded(GroupItem::Content),
        Column::Extent => demanded(GroupItem::Extent),
        Column::KindOfSupport => demanded(GroupItem::KindOfSupport),
        Column::Patterns => demanded(GroupItem::Patterns),
        Column::Evaluation | Column::Rating(..) => demanded(GroupItem::Evaluation),
        _ => true,
    }
}

fn notes(version: &Version, rules: Option<&Documentation>) -> Vec<Text> {
    let slug = &version.slug;
    let mut notes = vec![
        composed!(
            "Gruppdokumentation för {name} ({slug}). Skriv en rad för varje tillfälle eller period under rubrikerna. Rader som börjar med # och mellanslag läses inte.",
            "Group records for {name} ({slug}). Write one row for each session or period below the headers. Rows that begin with # and a space are ignored.";
            name = version.name.for_sentences()
        ),
        text!(
            "Skriv aldrig namn, personnummer, telefonnummer eller något annat som pekar ut någon.",
            "Never write names, identity numbers, telephone numbers or anything else that identifies a person."
        ),
    ];
    notes.extend(rules.map(required_by_board));
    notes.push(text!(
        "Ett tillfälle har datum, som 2025-10-14, och pass_nr om det var flera samma dag. En period har period_från, period_till och enhet: personer, eller besök och då antal_tillfällen (dagar med öppet).",
        "A session has datum, such as 2025-10-14, and pass_nr if there were several that day. A period has period_från, period_till and enhet: personer, or besök and then antal_tillfällen (days open)."
    ));
    notes.push(when_a_period(rules));
    if has(rules, Column::PerformedBy) {
        notes.push(text!(
            "utfört_av är något av volontärer, anställda, medlemmar, extern, blandat.",
            "utfört_av is one of volontärer, anställda, medlemmar, extern, blandat."
        ));
    }
    let activities = version.activities.iter().map(|one| (one.slug.as_str(), &*one.name.sv));
    notes.extend(listed("aktivitet", activities));
    let places = version.places.iter().map(|one| (one.slug.as_str(), one.name.as_str()));
    notes.extend(listed("plats", places));
    notes
}

/// What the board requires in every record.
fn required_by_board(rules: &Documentation) -> Text {
    let items = &rules.group_level.items;
    let mut columns = vec![(
        "datum eller period_från och period_till".to_owned(),
        "datum or period_från and period_till".to_owned(),
    )];
    columns.push((Column::Total.header(), Column::Total.header()));
    for item in items {
        let column = match item {
            GroupItem::Date | GroupItem::ParticipantsTotal | GroupItem::Evaluation => continue,
            GroupItem::ParticipantsGender => {
                columns.push(("kvinnor och män".into(), "kvinnor and män".into()));
                continue;
            }
            GroupItem::Method => Column::Method,
            GroupItem::PerformedBy => Column::PerformedBy,
            GroupItem::Content => Column::Content,
            GroupItem::Extent => Column::Extent,
            GroupItem::KindOfSupport => Column::KindOfSupport,
            GroupItem::Patterns => Column::Patterns,
        };
        columns.push((column.header(), column.header()));
    }
    let (sv, en): (Vec<String>, Vec<String>) = columns.into_iter().unzip();
    let always = composed!(
        "Fyll alltid i {columns}.",
        "Always fill in {columns}.";
        columns = (sv.join(", "), en.join(", "))
    );
    if !items.contains(&GroupItem::Evaluation) {
        return always;
    }
    let rating = Column::Rating(RatingPart::Question, 1).header();
    let evaluation = Column::Evaluation.header();
    composed!(
        "{always} Nämnden kräver utvärdering en gång per rapportperiod: {evaluation}, eller {rating} och de tre kolumnerna efter.",
        "{always} The board requires an evaluation once per reporting period: {evaluation}, or {rating} and the three columns after it.";
        always
    )
}

/// When to use a row for a period.
fn when_a_period(rules: Option<&Documentation>) -> Text {
    let small_groups = if rules.is_some_and(|rules| rules.individual_level != IndividualLevel::Required) {
        text!(
            " och för grupper om en eller två (ett tillfälle med en eller två får inte ha kön, innehåll eller omdömen)",
            " and for groups of one or two (a session of one or two must not have gender, content or ratings)"
        )
    } else {
        Text::fixed("", "")
    };
    let reporting = rules.and_then(|rules| rules.group_level.reporting);
    let cycle = match reporting.map_or(Cycle::Year, |reporting| reporting.cycle) {
        Cycle::Month => ("en kalendermånad", "one calendar month"),
        Cycle::Quarter => ("ett kvartal", "one quarter"),
        Cycle::Year => ("ett kalenderår", "one calendar year"),
    };
    composed!(
        "Skriv en period för stöd till en person i taget{small_groups}, eller när bara summor finns. En period ligger inom {cycle}.",
        "Use a period for individual support{small_groups}, or if only totals are known. A period must be within {cycle}.";
        small_groups,
        cycle
    )
}

/// The allowed values of a column, if the insats lists them.
fn listed<'a>(column: &str, allowed: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Text> {
    let allowed: Vec<String> = allowed.map(|(slug, name)| format!("{slug} ({name})")).collect();
    let allowed = allowed.join(", ");
    (!allowed.is_empty()).then(|| composed!("{column} är något av {allowed}.", "{column} is one of {allowed}."))
}

/// A text without line breaks, so that it stays one comment row.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
