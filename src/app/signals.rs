//! The signals of the operating system that stop the process, or make it read its files again.

#[cfg(unix)]
use tokio::signal::unix::{Signal as Received, SignalKind, signal};

/// What a signal asks the process to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// SIGTERM: stop, after those who send requests have noticed it.
    Stop,
    /// SIGINT (Ctrl-C): stop at once.
    StopAtOnce,
    /// SIGHUP: read the files of keys and clients again.
    Reload,
}

/// The signals that arrive from now on.
#[cfg(unix)]
pub(super) struct Signals {
    terminate: Received,
    interrupt: Received,
    hang_up: Received,
}

#[cfg(unix)]
impl Signals {
    /// Receives the signals from now on, instead of ending by them.
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// The next signal.
    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.terminate.recv() => Signal::Stop,
            _ = self.interrupt.recv() => Signal::StopAtOnce,
            _ = self.hang_up.recv() => Signal::Reload,
        }
    }
}

/// The signals that arrive from now on.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Receives the signals from now on.
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// The next signal.
    pub(super) async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::StopAtOnce
    }
}
