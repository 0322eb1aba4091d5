//! Headers that announce what is going away.

use reqwest::Method;

use crate::fixtures::app::{BASE, Engine, TestApp};
use crate::tests;

tests![answers_with_deprecated_members_announce_their_end];

async fn answers_with_deprecated_members_announce_their_end(engine: Engine) {
    let app = TestApp::start(engine).await;
    let insats = "/municipalities/0127/insatser/familjeradgivning";
    let limited = app.get_json("/municipalities/0127/insatser").await;
    let limited = limited["insatser"].as_array().expect("insatser").iter();
    let slug = limited
        .filter(|insats| insats["limits"].is_object())
        .map(|insats| insats["slug"].as_str().expect("a slug").to_owned())
        .next()
        .expect("an insats with limits");
    let insats = insats.replace("familjeradgivning", &slug);
    for path in [
        insats.as_str(),
        &format!("{insats}/versions"),
        &format!("{insats}/criteria"),
        "/municipalities/0127/insatser",
        "/municipalities/0188/insatser/anhorigstod/criteria",
    ] {
        // The second answer comes from memory.
        for coding in ["identity", "identity", "gzip", "gzip"] {
            let headers = [("accept-encoding", coding)];
            let address = format!("{BASE}{path}");
            let answered = app.send_anywhere(Method::GET, &address, &headers, None).await;
            assert_eq!(answered.header("deprecation"), "@1796083200", "{path}");
            assert_eq!(answered.header("sunset"), "Sun, 31 Dec 2028 23:59:59 GMT", "{path}");
            assert_eq!(
                answered.header("link"),
                "<https://api.example.se/docs/>; rel=\"deprecation\"",
                "{path}"
            );
        }
    }
    for path in [
        "/municipalities/1270/insatser/trygghetslarm",
        "/municipalities/1270/insatser",
        "/municipalities",
    ] {
        let answered = app.get(path).await;
        assert_eq!(answered.header("deprecation"), "", "{path}");
    }
}
