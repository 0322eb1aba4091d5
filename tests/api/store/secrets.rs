//! Replicas with different secret keys notice it at start.

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, out, program_with};
use crate::fixtures::process::Process;
use crate::tests;

tests![a_replica_with_another_key_does_not_start];

const OTHER: (&str, &str) = ("INSATSKATALOG_SECRET", "another secret of at least 32 characters");

async fn a_replica_with_another_key_does_not_start(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let one = TestApp::on(database.shared(), &[]).await;
    drop(TestApp::beside(&one).await);
    let settings = [
        OTHER,
        ("INSATSKATALOG_LISTEN", "127.0.0.1:0"),
        ("INSATSKATALOG_METRICS_LISTEN", "off"),
    ];
    let refused = program_with(&database.url, &["serve"], &settings);
    assert_eq!(refused.status.code(), Some(1));
    let errors = err(&refused);
    assert!(errors.contains("error: INSATSKATALOG_SECRET: "), "{errors}");
    assert!(
        errors.contains("migrate --accept-secret") && !errors.contains(OTHER.1),
        "{errors}"
    );
    drop(one);
    // Without a key the command would make one that nobody knows.
    let none = program_with(
        &database.url,
        &["migrate", "--accept-secret"],
        &[("INSATSKATALOG_SECRET", "")],
    );
    assert_eq!(none.status.code(), Some(1));
    assert!(
        err(&none).contains("there is no secret key to accept"),
        "{}",
        err(&none)
    );
    let accepted = program_with(&database.url, &["migrate", "--accept-secret"], &[OTHER]);
    assert!(accepted.status.success(), "{}", err(&accepted));
    assert!(
        out(&accepted).contains("secret key of these settings"),
        "{}",
        out(&accepted)
    );
    let mut process = Process::start(&[("DATABASE_URL", database.url.as_str()), OTHER]);
    assert_eq!(process.get("/municipalities").await["_meta"]["totalRecords"], 4);
    assert_eq!(process.stop(), Some(0));
}
