//! How the service stops to listen without losing a connection.
//!
//! The operating system resets connections that wait in a listening socket when it is closed, also if they have sent a
//! request. So the socket first ignores new connections, and the waiting ones are accepted, before it is closed. A client
//! whose connection was ignored repeats it after a second, and is refused: it then knows that nothing was done.

use std::net::TcpListener;
use std::time::Duration;

/// How long the waiting connections may take to be accepted.
const LONGEST_WAIT: Duration = Duration::from_millis(300);

/// Ignores new connections, and waits until the waiting ones are accepted. Other systems than Linux have no such filter.
pub(super) async fn ignore_new_connections(listener: TcpListener) {
    #[cfg(target_os = "linux")]
    if let Err(error) = socket2::SockRef::from(&listener).attach_filter(&without_first_packets()) {
        log::debug!("connections that are not accepted yet may be reset: {error}");
        return;
    }
    tokio::time::sleep(LONGEST_WAIT).await;
    drop(listener);
}

/// The program of a filter (BPF) that drops the first packet of every connection: SYN without ACK.
#[cfg(target_os = "linux")]
fn without_first_packets() -> [socket2::SockFilter; 5] {
    use socket2::SockFilter;
    const LOAD_BYTE: u16 = 0x30;
    const AND: u16 = 0x54;
    const JUMP_IF_EQUAL: u16 = 0x15;
    const RETURN: u16 = 0x06;
    const FLAGS_OF_TCP: u32 = 13;
    const SYN: u32 = 0x02;
    const ACK: u32 = 0x10;
    [
        SockFilter::new(LOAD_BYTE, 0, 0, FLAGS_OF_TCP),
        SockFilter::new(AND, 0, 0, SYN | ACK),
        SockFilter::new(JUMP_IF_EQUAL, 0, 1, SYN),
        SockFilter::new(RETURN, 0, 0, 0),
        SockFilter::new(RETURN, 0, 0, u32::MAX),
    ]
}
