//! The page that shows the component.

use reqwest::Method;

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    the_page_loads_the_component_under_a_strict_policy,
    the_page_shows_a_municipality_that_has_a_catalogue,
];

async fn the_page_loads_the_component_under_a_strict_policy(engine: Engine) {
    let app = TestApp::start(engine).await;
    let page = app.send_anywhere(Method::GET, "/demo", &[], None).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-language"), "sv");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!page.text.contains("<style") && !page.text.contains(" style="));
    let addresses: Vec<&str> = ["src=\"", "rel=\"stylesheet\" href=\""]
        .into_iter()
        .map(|before| page.text.split_once(before).expect("an address").1)
        .map(|after| after.split('"').next().expect("its end"))
        .collect();
    for address in addresses {
        let file = app.send_anywhere(Method::GET, address, &[], None).await;
        assert_eq!(file.status, 200, "{address}");
        assert!(file.header("cache-control").contains("immutable"), "{address}");
    }
}

async fn the_page_shows_a_municipality_that_has_a_catalogue(engine: Engine) {
    let app = TestApp::start(engine).await;
    let page = app.send_anywhere(Method::GET, "/demo", &[], None).await;
    assert!(page.text.contains("<insats-lista kommunkod=\"1270\" lang=\"sv\">"));
    // Without scripts, the link is what one gets.
    assert!(
        page.text
            .contains("<a href=\"/1270\">Stöd utan behovsprövning i Tomelilla</a>")
    );
}
