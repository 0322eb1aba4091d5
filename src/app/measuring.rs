//! The listener of the measurements, with a thread of its own.

use std::net::{SocketAddr, TcpListener};

use actix_web::dev::Server;
use actix_web::{App, HttpServer, web};

use crate::config::MetricsListen;
use crate::http::service::{exposition, health};
use crate::http::state::State;

/// The server of the measurements.
pub(super) struct Measuring {
    pub server: Server,
    pub address: SocketAddr,
}

impl Measuring {
    /// Listens on the address of the settings; `None` if it is off, or if another process uses the default address.
    ///
    /// # Errors
    /// The address that the operator chose, if it cannot be used, and why.
    pub(super) fn start(
        listen: MetricsListen,
        state: &web::Data<State>,
    ) -> Result<Option<Self>, (SocketAddr, std::io::Error)> {
        let address = match listen {
            MetricsListen::Off => return Ok(None),
            MetricsListen::Default(address) | MetricsListen::At(address) => address,
        };
        match (Self::on(address, state.clone()), listen) {
            (Ok(measuring), _) => Ok(Some(measuring)),
            (Err(error), MetricsListen::Default(_)) => {
                log::warn!("no metrics: cannot listen on {address}: {error}");
                Ok(None)
            }
            (Err(error), _) => Err((address, error)),
        }
    }

    fn on(address: SocketAddr, state: web::Data<State>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let application = move || {
            App::new()
                .app_data(state.clone())
                .service(exposition::metrics)
                .service(health::beating)
        };
        let server = HttpServer::new(application)
            .workers(1)
            .disable_signals()
            .shutdown_timeout(1)
            .listen(listener)?;
        Ok(Self {
            server: server.run(),
            address,
        })
    }
}
