//! What a provider has handed in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::documents::readers::group_record::kept as read_kept;
use crate::domain::insatser::version::Version;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::text::{composed, texts};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::query::number;
use crate::http::records::intake::reach;
use crate::http::request::permission::ReadRecords;
use crate::http::state::{insats, municipality};
use crate::store::records::lists::list;
use crate::store::records::rows::{KeptRecord, RecordFilter};

use super::access::refusal::shown;
use super::access::session::SignedIn;
use super::access::stop::Stop;
use super::frame::page_language;
use super::record_fields::{activity_name, place_name};
use super::stream::{Stream, StreamNames, StreamPath};

/// The records on one page.
const ON_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "provider/record_list.html")]
struct RecordListPage {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    count: String,
    records: Vec<RecordLine>,
    before: Option<String>,
    after: Option<String>,
}

/// A record in the list.
struct RecordLine {
    href: String,
    days: String,
    what: String,
    participants: String,
    /// The words of the link, with the day.
    correct: String,
}

texts! {
    title: "Det ni har lämnat in", "What you have handed in";
    none: "Inget är inlämnat än.", "Nothing is handed in yet.";
    participants: "Antal", "Number";
    pages: "Fler sidor", "More pages";
    before: "Senare dagar", "Later days";
    after: "Tidigare dagar", "Earlier days";
}

/// The list of the records of a stream, latest first.
pub(crate) async fn records(call: Call, path: web::Path<StreamPath>) -> Answer {
    let page = page_of_records(&call, &path).await;
    shown(&call, page)
}

async fn page_of_records(call: &Call, path: &StreamPath) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<ReadRecords>::of(call).await?;
    let language = page_language(call);
    let stream = Stream::of(call, path, &language)?;
    let asked = Parameters::of(&call.request).read("page", number(1, i64::MAX / ON_PAGE));
    let at: i64 = asked.ok().flatten().unwrap_or(1);
    let (kommunkod, reach) = (signed_in.by.kommunkod, reach(call, &signed_in.by)?);
    let filter = RecordFilter {
        insats: Some(stream.insats.to_string()),
        provider: Some(stream.provider.to_string()),
        ..RecordFilter::default()
    };
    let found = call.store.read_one_moment(move |connection| {
        let (_, all) = list(connection, kommunkod, &reach, &filter, 0, 0)?;
        // The list is by day; a reader looks for the latest.
        let end = (all - (at - 1) * ON_PAGE).max(0);
        let start = (end - ON_PAGE).max(0);
        let (mut records, _) = list(connection, kommunkod, &reach, &filter, start, end - start)?;
        records.reverse();
        Ok((records, all))
    });
    let (records, all) = found.await.map_err(crate::http::problems::Problem::from)?;
    let address = format!("{}/records", stream.address());
    let page = |at: i64| language.link(&format!("{address}?page={at}"));
    let count = composed!("Antal uppgifter: {all}.", "Number of records: {all}.");
    let lines = {
        let catalogue = call.catalogue();
        let insats = insats(municipality(&catalogue, kommunkod)?, stream.insats.as_str())?;
        let latest = insats.versions().next_back();
        let version = latest.as_ref().map(|latest| &latest.held.version);
        let lines = records.iter().map(|record| line(record, version, &address, &language));
        lines.collect()
    };
    let page = RecordListPage {
        count: language.say(&count).to_owned(),
        records: lines,
        before: (at > 1).then(|| page(at - 1)),
        after: (at * ON_PAGE < all).then(|| page(at + 1)),
        layout: stream.layout_below(call, &language, &address),
        names: stream.names,
        say: Texts::new(language.words),
    };
    Ok(uncached_page(StatusCode::OK, &language, &page)?)
}

fn line(kept: &KeptRecord, version: Option<&Version>, address: &str, language: &PageLanguage) -> RecordLine {
    let record = read_kept(&kept.doc);
    let days = record.as_ref().and_then(GroupRecord::days);
    let days = days.map_or_else(String::new, |days| {
        if days.from == days.to {
            days.from.to_string()
        } else {
            format!("{} – {}", days.from, days.to)
        }
    });
    let what = record.as_ref().map_or_else(String::new, |record| {
        let place = record.place.as_ref().map(|place| {
            let named = version.and_then(|version| place_name(version, place));
            named.unwrap_or_else(|| place.clone())
        });
        let activity = record.activity.as_ref().map(|activity| {
            let named = version.and_then(|version| activity_name(version, activity));
            named.unwrap_or_else(|| activity.clone())
        });
        place.into_iter().chain(activity).collect::<Vec<_>>().join(", ")
    });
    let participants = record.and_then(|record| record.participants);
    let correct = composed!("Rätta {days}", "Correct {days}");
    RecordLine {
        href: language.link(&format!("{address}/{}", kept.id)),
        what,
        participants: participants.map_or_else(String::new, |counts| counts.total.to_string()),
        correct: language.say(&correct).to_owned(),
        days,
    }
}
