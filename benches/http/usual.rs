//! The usual implementation: every request asks PostgreSQL, by diesel and a pool of connections.
//!
//! `usual PORT DATABASE FOLDER` creates the table and puts `FOLDER/insats/body` into it, as the document of the insats. A GET
//! answers with the document. A POST takes the criteria from the document, evaluates them, and answers with
//! `FOLDER/single/body` if the person is eligible.

// The same allocator as the service.
use insatskatalog as _;

use std::fs;
use std::path::Path;

use actix_web::error::{ErrorBadRequest, ErrorInternalServerError};
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, Error, HttpResponse, HttpServer};
use chrono::{Datelike as _, NaiveDate};
use diesel::connection::SimpleConnection as _;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::{ExpressionMethods as _, PgConnection, QueryDsl as _, RunQueryDsl as _};
use serde::Deserialize;

diesel::table! {
    /// The insatser.
    usual_insatser (kommunkod, slug) {
        /// The municipality.
        kommunkod -> Text,
        /// The insats.
        slug -> Text,
        /// The document, as JSON.
        document -> Text,
    }
}

type Connections = Pool<ConnectionManager<PgConnection>>;

#[derive(Deserialize)]
struct Document {
    criteria: Condition,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Condition {
    All {
        of: Vec<Self>,
    },
    #[serde(rename_all = "camelCase")]
    Age {
        at_least: i32,
    },
    RegisteredIn {
        kommunkod: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Question {
    as_of: NaiveDate,
    facts: Facts,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    birth_date: NaiveDate,
    registered_municipality: String,
}

impl Condition {
    fn is_met(&self, question: &Question) -> bool {
        match self {
            Self::All { of } => of.iter().all(|condition| condition.is_met(question)),
            Self::Age { at_least } => {
                let (born, on) = (question.facts.birth_date, question.as_of);
                let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
                on.year() - born.year() - i32::from(!had_birthday) >= *at_least
            }
            Self::RegisteredIn { kommunkod } => *kommunkod == question.facts.registered_municipality,
        }
    }
}

/// The document of an insats, from the database.
async fn document(connections: Data<Connections>, path: (String, String)) -> Result<String, Error> {
    let found = web::block(move || {
        let mut connection = connections.get().map_err(|error| error.to_string())?;
        let found = usual_insatser::table.find(path).select(usual_insatser::document);
        found.first(&mut connection).map_err(|error| error.to_string())
    });
    found.await?.map_err(ErrorInternalServerError)
}

async fn insats(path: web::Path<(String, String)>, connections: Data<Connections>) -> Result<HttpResponse, Error> {
    let document = document(connections, path.into_inner()).await?;
    Ok(HttpResponse::Ok().content_type(ContentType::json()).body(document))
}

async fn eligibility(
    path: web::Path<(String, String)>,
    body: Bytes,
    connections: Data<Connections>,
    answer: Data<Bytes>,
) -> Result<HttpResponse, Error> {
    let question: Question = serde_json::from_slice(&body).map_err(ErrorBadRequest)?;
    let document = document(connections, path.into_inner()).await?;
    let document: Document = serde_json::from_str(&document).map_err(ErrorInternalServerError)?;
    if !document.criteria.is_met(&question) {
        return Err(ErrorBadRequest("not eligible"));
    }
    let mut response = HttpResponse::Ok();
    response
        .content_type(ContentType::json())
        .insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.body(answer.get_ref().clone()))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, database, folder] = &arguments[..] else {
        panic!("usual PORT DATABASE FOLDER");
    };
    let port: u16 = port.parse().expect("a port");
    let pool = Connections::builder()
        .build(ConnectionManager::new(database))
        .expect("a database");
    let folder = Path::new(folder);
    let answer = Data::new(Bytes::from(fs::read(folder.join("single/body"))?));
    let mut connection = pool.get().expect("a connection");
    connection
        .batch_execute(
            "CREATE TABLE usual_insatser (kommunkod text, slug text, document text NOT NULL, PRIMARY KEY (kommunkod, slug))",
        )
        .expect("a table");
    diesel::insert_into(usual_insatser::table)
        .values((
            usual_insatser::kommunkod.eq("1270"),
            usual_insatser::slug.eq("trygghetslarm"),
            usual_insatser::document.eq(fs::read_to_string(folder.join("insats/body"))?),
        ))
        .execute(&mut connection)
        .expect("a row");
    drop(connection);
    let pool = Data::new(pool);
    let server = HttpServer::new(move || {
        let path = "/insatskatalog/v1/municipalities/{kommunkod}/insatser/{slug}";
        App::new()
            .app_data(pool.clone())
            .app_data(answer.clone())
            .route(path, web::get().to(insats))
            .route(&format!("{path}/eligibility"), web::post().to(eligibility))
    });
    server.workers(1).bind(("127.0.0.1", port))?.run().await
}
