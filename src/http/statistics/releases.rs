//! Releases of statistics: a closed month becomes public, what waits and why, and withdrawals of figures.

use std::sync::Arc;

use actix_web::{HttpResponse, get, post, web};

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::read::string;
use crate::documents::readers::group_record::reason;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::decision::{Outcome, next_month};
use crate::domain::statistics::release::expected::closes_after;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Text};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::records::intake::reach;
use crate::http::request::address::{MunicipalityPath, path_of};
use crate::http::request::body::{Body, ONE};
use crate::http::request::permission::StatisticsReleaser;
use crate::http::response::created_json;
use crate::http::response::page::Page;
use crate::http::state::municipality;
use crate::releasing;
use crate::releasing::ReleaseContext;
use crate::store::catalogue::audit;
use crate::store::statistics::releases::{list, withdraw_figure, withdrawals};

use super::release_views::{
    EVERYTHING, NextRelease, ReleaseBody, ReleaseView, Releases, WithdrawalBody, WithdrawnFigure, is_within, view,
};

path_of! {
    /// A released cell in the path.
    CellPath("0188") {
        /// The released cell, or group of cells. / Den publicerade cellen, eller gruppen av celler.
        #[param(max_length = 200, pattern = "^[!-~]+$", example = "trygghetslarm.egen-regi.2025-08.1.1.1")]
        cell: String,
    }
}

/// Release a month's statistics.
///
/// Publicerar en stängd månad. Månaderna publiceras i ordning, en hel månad åt gången. En upprepad fråga ger samma
/// publicering. För små siffror väntar till nästa månad.
///
/// Releases a closed month. Months are released in order, one whole month at a time. A repeated request gives the same
/// release. Figures that are too small wait for the next month.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath), request_body = ReleaseBody,
    responses(
        (status = 200, description = "Månaden var redan publicerad. / The month was already released.", body = ReleaseView),
        (status = 201, description = "Månaden är publicerad. / The month is released.", body = ReleaseView),
    ),
    security(("token" = ["statistics:release"])),
)]
#[post("/municipalities/{kommunkod}/statistics/releases")]
pub(crate) async fn release_statistics(releaser: StatisticsReleaser, call: Call, body: Body<ONE>) -> Answer {
    let ReleaseBody { month } = body.read(release_body).await?;
    // A release includes the whole municipality.
    if releaser.caller.bodies.is_some() {
        return Err(Problem::of(Kind::Fault(Code::OtherBody)));
    }
    let catalogue = Arc::clone(&call.catalogue());
    let context = context(&call, &releaser);
    match releasing::release(&call.store, &catalogue, releaser.kommunkod, month, &context)
        .await?
        .outcome
    {
        Outcome::New(release) => created_json(&call.request, &view(release, &EVERYTHING)),
        Outcome::Before(release) => call.uncached_json(&view(release, &EVERYTHING)),
        Outcome::NoCatalogue => Err(Problem::of(Kind::UnknownMunicipality)),
        Outcome::OutOfOrder(next) => Err(refused(
            Code::ReleaseOutOfOrder,
            composed!(
                "Månaderna publiceras i ordning: publicera {next} först.",
                "Months are published in order: publish {next} first."
            ),
        )),
        Outcome::NotClosed(last) => Err(refused(
            Code::MonthNotClosed,
            composed!(
                "Rapporter tas emot till och med {last}. Publicera månaden därefter.",
                "Reports are accepted until {last}. Publish the month after that."
            ),
        )),
        Outcome::BeforeTheAct => Err(refused(
            Code::BeforeTheLaw,
            composed!("Statistiken börjar med {FIRST}.", "Statistics begin with {FIRST}."),
        )),
        Outcome::Forbidden(why) => Err(refused(why.code(), why.text())),
    }
}

/// List the releases of statistics, and what waits.
///
/// Listar publiceringar, nästa månad, och vad som väntar och varför.
///
/// Lists releases, the next month, and what waits and why.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, Page),
    responses((status = 200, description = "Publiceringarna. / The releases.", body = Releases)),
    security(("token" = ["statistics:release"])),
)]
#[get("/municipalities/{kommunkod}/statistics/releases")]
pub(crate) async fn list_statistics_releases(releaser: StatisticsReleaser<Page>, call: Call) -> Answer {
    let kommunkod = releaser.kommunkod;
    let reach = reach(&call, &releaser)?;
    let read = call
        .store
        .read_one_moment(move |connection| Ok((list(connection, kommunkod)?, withdrawals(connection, kommunkod)?)));
    let (stored, withdrawn) = read.await?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let today = call.today();
    let month = next_month(municipality, &stored, today);
    let closes_after = closes_after(municipality, month);
    let next = NextRelease {
        month,
        closes_after,
        closed: today > closes_after,
    };
    let withdrawn = withdrawn.into_iter().filter(|(cell, ..)| is_within(cell, &reach));
    let withdrawals = withdrawn.map(|(cell, reason, at)| WithdrawnFigure {
        cell,
        reason,
        at: at.and_utc(),
    });
    let all: Vec<ReleaseView> = stored.into_iter().rev().map(|release| view(release, &reach)).collect();
    let waiting = all.first().map_or_else(Vec::new, |latest| latest.pending.clone());
    let page = releaser.query;
    let (releases, meta) = page.of(all);
    call.uncached_json(&Releases {
        releases,
        next,
        waiting,
        withdrawals: withdrawals.collect(),
        links: page.links(call.own(), meta.total_records),
        meta,
    })
}

/// Withdraw a released figure.
///
/// Drar tillbaka en felaktig publicerad siffra, med ett skäl. Siffran visas inte längre, och ersätts inte av någon ny.
///
/// Withdraws an incorrect released figure, with a reason. The figure is no longer shown, and no new figure replaces it.
#[utoipa::path(
    tag = "statistics", params(CellPath), request_body = WithdrawalBody,
    responses((status = 204, description = "Siffran är tillbakadragen. / The figure is withdrawn.")),
    security(("token" = ["statistics:release"])),
)]
#[post("/municipalities/{kommunkod}/statistics/cells/{cell}/withdrawals")]
pub(crate) async fn withdraw_statistics_cell(
    releaser: StatisticsReleaser,
    path: web::Path<CellPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let WithdrawalBody { reason } = body.read(withdrawal_body).await?;
    let cell = CellName::parse(&path.cell).ok_or(Problem::of(Kind::UnknownCell))?;
    if !is_within(&path.cell, &reach(&call, &releaser)?) {
        return Err(Problem::of(Kind::Fault(Code::OtherBody)));
    }
    let (kommunkod, context) = (path.kommunkod, context(&call, &releaser));
    let withdrawn = call.store.write(move |connection| {
        let by = (context.author.client_id.as_str(), context.now.naive_utc());
        let withdrawn = withdraw_figure(connection, kommunkod, &cell, &reason, by)?;
        if withdrawn == Some(true) {
            let audit_entry = releasing::audit_entry(&context, "withdraw", &cell.to_string());
            audit::append(connection, kommunkod, [audit_entry])?;
        }
        Ok(withdrawn)
    });
    match withdrawn.await? {
        Some(_) => Ok(HttpResponse::NoContent().finish()),
        None => Err(Problem::of(Kind::UnknownCell)),
    }
}

fn withdrawal_body(node: &Node, faults: &mut Faults) -> Option<WithdrawalBody> {
    let reason = reason(node, faults)?;
    Some(WithdrawalBody { reason })
}

fn release_body(node: &Node, faults: &mut Faults) -> Option<ReleaseBody> {
    let mut members = node.members(faults)?;
    let month = members.required("month", |node, faults| {
        let month = Month::parse(string(node, faults)?);
        if month.is_none() {
            let detail = text!("Skriv en månad som 2026-10.", "Write a month such as 2026-10.");
            faults.at(node, Code::InvalidFormat, detail);
        }
        month
    });
    members.end();
    month.map(|month| ReleaseBody { month })
}

fn context(call: &Call, releaser: &StatisticsReleaser) -> ReleaseContext {
    ReleaseContext {
        now: call.clock.now(),
        today: call.today(),
        author: call.author(&releaser.caller),
    }
}

fn refused(code: Code, detail: Text) -> Problem {
    Problem::of_fault("/month", code, detail)
}
