//! How many residents the conditions of an insats admit.

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::insatser::insats::VersionInTime;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::reach::Reach;
use crate::domain::reach::population::{Population, Residents};
use crate::domain::text::text;
use crate::domain::{Kommunkod, Slug, TaggedRevision, Text};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::Query;
use crate::http::request::address::InsatsPath;
use crate::http::response::Freshness;
use crate::http::response::link::Link;
use crate::store::statistics::population::{StoredPopulation, latest};

use super::insatser::{AsOf, AskedInsats};

const NOTE: Text = text!(
    "Åldrarna är den 31 december. Antalet en annan dag är ett annat, eftersom människor fyller år, föds, dör och flyttar. Från \
     och med 2025 har SCB:s siffror en liten slumpmässig osäkerhet. Invånarna är de som är folkbokförda i kommunen.",
    "The ages are those on 31 December. The number on another day differs, because people have birthdays, are born, die and \
     move. From 2025, the figures of Statistics Sweden have a small random uncertainty. Residents are those registered in the \
     municipality (folkbokförda)."
);

/// How many residents the conditions of an insats admit.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsatsReach)]
pub(crate) struct ReachView<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The insats.
    pub insats: &'a Slug,
    /// The number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: usize,
    /// The population that the numbers are of.
    pub population: PopulationView<'a>,
    /// `true` if the catalogue lacks the conditions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub criteria_not_stated: bool,
    /// The residents whom the conditions admit; absent if the catalogue lacks the conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// The activities with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<PartReach<'a>>,
    /// The places with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PartReach<'a>>,
    /// What the numbers mean.
    pub note: Text,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A municipality's population.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Population)]
pub(crate) struct PopulationView<'a> {
    /// The year.
    #[schema(example = 2025)]
    pub year: i32,
    /// The day.
    pub day: Option<NaiveDate>,
    /// The table.
    #[schema(value_type = String, example = "SCB: Folkmängd efter region, ålder, kön och år")]
    pub source: &'a str,
    /// All residents.
    pub residents: Residents,
}

/// How many residents the conditions of an activity or of a place admit.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartReach<'a> {
    /// The activity or the place.
    pub slug: &'a Slug,
    /// The residents whom its conditions admit.
    pub reach: Reach,
}

/// Show how many residents the conditions admit.
///
/// Visar hur många invånare som villkoren om ålder och folkbokföring omfattar, efter kön, enligt SCB:s folkmängd. Har insatsen
/// andra villkor är antalet en övre gräns, och `notCounted` visar villkoren som inte räknas.
///
/// Shows how many residents the conditions about age and registration admit, by sex, according to the population of Statistics
/// Sweden. If the insats has other conditions, the number is an upper limit, and `notCounted` shows the conditions that are not
/// counted.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf), responses((status = 200, description = "Antalet invånare. / The number of residents.", body = ReachView)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/reach")]
pub(crate) async fn get_reach(path: web::Path<InsatsPath>, as_of: Query<AsOf>, call: Call) -> Answer {
    let kommunkod = path.kommunkod;
    let catalogue = call.catalogue();
    let asked = AskedInsats::find(&catalogue, &path, &as_of.0, &call)?;
    let read = call.store.read(move |connection| latest(connection, kommunkod));
    let stored = read.await?.ok_or(Problem::of(Kind::UnknownPopulation))?;
    let StoredPopulation { population, edition } = stored;
    let TaggedRevision {
        revision,
        edition: of_catalogue,
    } = asked.freshness.revision;
    let freshness = Freshness {
        revision: TaggedRevision {
            revision,
            edition: format!("{of_catalogue}-{edition}"),
        },
        today: asked.freshness.today,
    };
    let version = asked.standing.version();
    call.json(&freshness, || {
        view(asked.municipality, version, &population, &call.base())
    })
}

fn view<'a>(
    municipality: &'a Municipality,
    version: VersionInTime<'a>,
    population: &'a Population,
    base: &str,
) -> ReachView<'a> {
    let stated = &version.held.version;
    let document = municipality.document();
    let kommunkod = document.kommunkod;
    let reach = |criteria: &Criterion| Reach::of(criteria, population, kommunkod, &document.questions);
    let part = |slug: &'a Slug, criteria: Option<&Criterion>| {
        let reach = reach(criteria?)?;
        Some(PartReach { slug, reach })
    };
    let activities = stated.activities.iter();
    let places = stated.places.iter();
    let own = format!("{base}/municipalities/{kommunkod}/insatser/{}", stated.slug);
    ReachView {
        kommunkod,
        insats: &stated.slug,
        version: version.number,
        population: PopulationView {
            year: population.year,
            day: population.day(),
            source: &population.source,
            residents: population.all(),
        },
        criteria_not_stated: stated.criteria_not_stated,
        reach: stated.criteria.as_ref().and_then(reach),
        activities: activities
            .filter_map(|activity| part(&activity.slug, activity.criteria.as_ref()))
            .collect(),
        places: places
            .filter_map(|place| part(&place.slug, place.criteria.as_ref()))
            .collect(),
        note: NOTE,
        links: vec![
            Link::get("self", format!("{own}/reach")),
            Link::get("criteria", format!("{own}/criteria")),
            Link::get("up", own),
        ],
    }
}
