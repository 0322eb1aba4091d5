//! Whether a place is open now.

use super::{page, service, visit};
use crate::fixtures::app::Engine;
use crate::tests;

tests![
    it_is_said_by_the_local_time,
    it_is_said_only_where_the_hours_are_known,
    a_page_is_kept_only_while_it_is_true,
];

async fn it_is_said_by_the_local_time(engine: Engine) {
    let app = service(engine).await;
    // The clock of a fixed service goes forward only. Sweden is two hours before UTC in summer, one in winter.
    for (instant, words) in [
        ("2025-10-01T10:00:00Z", "Öppet nu, stänger 15:00"),
        ("2025-10-01T12:59:00Z", "Öppet nu, stänger 15:00"),
        ("2025-10-01T13:00:00Z", "Stängt nu, öppnar i morgon 10:00"),
        ("2025-10-02T07:59:00Z", "Stängt nu, öppnar 10:00"),
        ("2025-10-03T10:00:00Z", "Stängt nu, öppnar måndag 10:00"),
        ("2025-10-27T08:59:00Z", "Stängt nu, öppnar 10:00"),
        ("2025-10-27T09:00:00Z", "Öppet nu, stänger 15:00"),
        ("2025-12-21T12:00:00Z", "Stängt nu, öppnar onsdag 7 januari 2026 10:00"),
        ("2025-12-24T12:00:00Z", "Stängt till och med 6 januari 2026"),
    ] {
        app.now(instant);
        let text = page(&app, "/0114/traffen").await;
        assert!(text.contains(words), "{instant}: {words}");
    }
}

async fn it_is_said_only_where_the_hours_are_known(engine: Engine) {
    let app = service(engine).await;
    for path in ["/1270/cafe-kryddan", "/1270/trygghetslarm", "/0188/traffpunkter"] {
        let text = page(&app, path).await;
        assert!(!text.contains("class=\"open-now"), "{path}");
    }
    // After its last day nothing is open.
    app.now("2027-01-11T10:00:00Z");
    assert!(!page(&app, "/0114/traffen").await.contains("class=\"open-now"));
}

async fn a_page_is_kept_only_while_it_is_true(engine: Engine) {
    let app = service(engine).await;
    app.now("2025-10-01T12:58:00Z");
    let open = visit(&app, "/0114/traffen", &[("accept-encoding", "br")]).await;
    let tag = open.header("etag").to_owned();
    app.now("2025-10-01T12:59:00Z");
    let headers = [("if-none-match", tag.as_str()), ("accept-encoding", "br")];
    assert_eq!(visit(&app, "/0114/traffen", &headers).await.status, 304);
    app.now("2025-10-01T13:00:00Z");
    assert_eq!(visit(&app, "/0114/traffen", &headers).await.status, 200);
}
