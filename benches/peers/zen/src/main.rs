//! The rule of the personal alarm (trygghetslarm) in Tomelilla by zen-engine, behind actix-web: `zen-peer PORT`.

use std::sync::Arc;

use actix_web::error::{ErrorBadRequest, ErrorInternalServerError};
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, Error, HttpResponse, HttpServer};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

async fn answer(body: Bytes, rule: Data<GraphContent>) -> Result<HttpResponse, Error> {
    let question: Variable = serde_json::from_slice(&body).map_err(ErrorBadRequest)?;
    let decision = Decision::from(rule.into_inner());
    let answer = decision.evaluate(question).await;
    let answer = answer.map_err(|error| ErrorInternalServerError(error.to_string()))?;
    Ok(HttpResponse::Ok().json(answer.result))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok());
    let port: u16 = port.expect("zen-peer PORT");
    let mut rule: GraphContent = serde_json::from_str(include_str!("../rule.json"))?;
    rule.compile();
    let rule = Arc::new(rule);
    let server = HttpServer::new(move || {
        let application = App::new().app_data(Data::from(Arc::clone(&rule)));
        application.default_service(web::post().to(answer))
    });
    server.workers(1).bind(("127.0.0.1", port))?.run().await
}
