//! The page of an insats: what it is, whom it is for, where, when, what it costs, how to get it, and who decided it.

mod decision;
mod opening_words;
mod places;
mod reaching;
mod subject;
pub(crate) mod texts;
mod whom;

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::web;
use askama::Template;
use serde_json::Value;

use crate::domain::eligibility::answer::{MAY_APPLY_ANYWAY, RightToApply};
use crate::domain::eligibility::warning::Warning;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::labels;
use crate::domain::text::text;
use crate::domain::{CatalogueText, Text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::page;
use crate::http::html::language::{Languages, PageLanguage};
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::paths;
use crate::http::html::shown::{LangAttributes, Shown};
use crate::http::problems::{Kind, Problem};
use crate::http::query::number;
use crate::http::request::address::InsatsPath;
use crate::http::state::{insats, municipality};
use crate::interop::schema_org::government_services;

use super::contacts::ShownContact;
use super::standing;
use decision::{ShownDecision, ShownSource, ShownVersion};
use opening_words::OpenNow;
use places::{ShownActivity, ShownPlace};
use reaching::{Costs, Reaching, ShownProvider};
use subject::Subject;
use texts::Texts;
use whom::Whom;

#[derive(Template)]
#[template(path = "pages/insats/page.html")]
struct Page<'a> {
    layout: Layout,
    say: Texts,
    name: Shown<'a>,
    summary: Shown<'a>,
    municipality: &'static str,
    category: String,
    /// That it is not in force, or that another version is.
    standing: Vec<String>,
    withdrawal_note: Option<Shown<'a>>,
    notice: Option<Shown<'a>>,
    warnings: Vec<String>,
    whom: Whom<'a>,
    reaching: Reaching<'a>,
    places: Vec<ShownPlace<'a>>,
    activities: Vec<ShownActivity<'a>>,
    costs: Costs<'a>,
    providers: Vec<ShownProvider<'a>>,
    right: String,
    apply: Option<ShownContact<'a>>,
    apply_note: Option<String>,
    decision: ShownDecision<'a>,
    versions: Vec<ShownVersion>,
    sources: Vec<ShownSource<'a>>,
    unknown: Vec<String>,
    eligibility: String,
    statistics: String,
    changes: String,
    e_service: Option<&'a str>,
    /// The insats in the vocabulary of schema.org.
    linked_data: String,
}

impl Page<'_> {
    /// Whether any place has opening hours.
    fn has_hours(&self) -> bool {
        let has = |place: &ShownPlace| !place.hours.is_empty() || !place.schedules.is_empty();
        self.places.iter().any(has)
    }
}

pub(crate) async fn insats_page(path: web::Path<InsatsPath>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let insats = insats(municipality, &path.slug)?;
    let (today, freshness) = call.day(None, catalogue.tagged(municipality.revision_of(&path.slug)));
    let parameters = Parameters::of(&call.request);
    let language = PageLanguage::of(&call.request, &parameters);
    let current = insats.on(today).ok_or(Problem::of(Kind::UnknownInsats))?;
    let asked = parameters.read("version", number::<usize>(1, i64::MAX));
    let asked = asked.map_err(|_| Problem::of(Kind::UnknownInsats))?;
    let standing = match asked.filter(|asked| *asked != current.version().number) {
        None => current,
        Some(asked) => {
            let version = insats.versions().find(|version| version.number == asked);
            Standing::of(version.ok_or(Problem::of(Kind::UnknownInsats))?, today)
        }
    };
    let is_current = standing.version().number == current.version().number;
    let subject = Subject {
        municipality,
        insats,
        standing,
        today,
    };
    let open_now = places::open_now(standing, call.clock.local_time());
    page(&call.request, &freshness, &language, &variant(&open_now), || {
        Ok(shown(&subject, is_current, &open_now, &language, &call))
    })
}

/// What changes within the day: whether each place is open.
fn variant(open_now: &[Option<OpenNow>]) -> String {
    let mut hasher = DefaultHasher::new();
    for open_now in open_now.iter().flatten() {
        open_now.text.sv.hash(&mut hasher);
    }
    format!("insats-{:08x}", hasher.finish() >> 32)
}

fn shown<'a>(
    subject: &Subject<'a>,
    is_current: bool,
    open_now: &[Option<OpenNow>],
    language: &PageLanguage,
    call: &Call,
) -> Page<'a> {
    let version = subject.version();
    let document = subject.municipality.document();
    let kommun = document.kommunkod.kommun();
    let own = paths::of_insats(kommun.kommunkod, &version.slug);
    let say = |text: &Text| language.say(text).to_owned();
    let right = RightToApply::at(subject.municipality.where_to_apply(Some(version)));
    let warnings = Warning::of(subject.municipality, version, subject.today);
    let another = (!is_current).then(|| {
        text!(
            "Det här är en annan version än den som gäller i dag.",
            "This version is not the one in force today."
        )
    });
    let layout = layout(subject, &own, language, call);
    Page {
        say: Texts::new(language.words),
        name: language.show(&version.name),
        summary: language.show(&version.summary),
        municipality: kommun.name,
        category: say(&labels::of_category(version.category)),
        standing: another
            .into_iter()
            .chain(standing::note(subject.standing, subject.today))
            .map(|text| say(&text))
            .collect(),
        withdrawal_note: subject
            .standing
            .version()
            .held
            .withdrawal
            .as_ref()
            .and_then(|withdrawal| withdrawal.note.as_ref())
            .map(|text| language.show(text)),
        notice: version.notice.as_ref().map(|text| language.show(text)),
        warnings: warnings.iter().map(|warning| say(&warning.text)).collect(),
        whom: Whom::of(subject, language),
        reaching: Reaching::of(subject, language),
        places: places::places(subject, open_now, language),
        activities: places::activities(subject, language),
        costs: Costs::of(subject, language),
        providers: reaching::providers(subject, language),
        right: say(&MAY_APPLY_ANYWAY),
        apply: right.contact.map(|contact| ShownContact::of(contact, language)),
        apply_note: right.contact_note.as_ref().map(say),
        decision: ShownDecision::of(subject, language),
        versions: decision::versions(subject, language),
        sources: decision::sources(subject, language),
        unknown: decision::unknown(subject, language),
        eligibility: language.link(&format!("{own}/eligibility")),
        statistics: language.link(&format!("{own}/statistics")),
        changes: language.link(&paths::of_changes(kommun.kommunkod)),
        e_service: version.e_service.as_deref(),
        linked_data: linked_data(subject, &layout, call),
        layout: if is_current { layout } else { layout.unlisted() },
    }
}

fn layout(subject: &Subject, own: &str, language: &PageLanguage, call: &Call) -> Layout {
    let version = subject.version();
    let kommun = subject.municipality.document().kommunkod.kommun();
    let mut languages = Languages::default();
    let texts = [
        Some(&version.name),
        Some(&version.summary),
        version.target_group.as_ref(),
    ];
    let more = [
        &version.how_to_get_it,
        &version.notice,
        &version.selection,
        &version.purpose,
    ];
    let of_activities = version.activities.iter();
    let of_activities = of_activities.flat_map(|activity| [Some(&activity.name), activity.summary.as_ref()]);
    let all = texts.into_iter().chain(more.map(Option::as_ref)).chain(of_activities);
    all.flatten().for_each(|text: &CatalogueText| languages.add(text));
    let above = language.link(&paths::of_municipality(kommun.kommunkod));
    Layout::new(language, call, &call.request, own)
        .offering(&languages, own, &[])
        .below(above, kommun.name, LangAttributes::of("sv", language.words))
        .in_json(format!(
            "{}/municipalities/{}/insatser/{}",
            call.base(),
            kommun.kommunkod,
            version.slug
        ))
}

/// The insats for search engines, with this page as the one about it.
fn linked_data(subject: &Subject, layout: &Layout, call: &Call) -> String {
    let mut services = government_services([(subject.municipality, subject.version())].into_iter(), &call.base());
    if let Some(service) = services.pointer_mut("/@graph/0") {
        service["mainEntityOfPage"] = Value::String(layout.in_any_language.clone());
    }
    // Nothing in the data can end the element, or begin a comment.
    services.to_string().replace('<', "\\u003c")
}
