//! The languages of pages: of the program's words and of the catalogue's texts.

use super::{between, links, page, service, visit};
use crate::fixtures::app::Engine;
use crate::tests;

tests![
    the_browser_chooses_unless_the_address_does,
    texts_come_in_every_language_that_they_have,
    unknown_languages_are_swedish,
    links_keep_the_language,
    each_language_has_its_address,
];

async fn the_browser_chooses_unless_the_address_does(engine: Engine) {
    let app = service(engine).await;
    for (path, accepted, language, words) in [
        ("/0114", "", "sv", "Hitta en insats"),
        ("/0114", "sv,en;q=0.5", "sv", "Hitta en insats"),
        ("/0114", "en-GB,sv;q=0.5", "en", "Find a service"),
        ("/0114", "de,*;q=0.5", "sv", "Hitta en insats"),
        ("/0114?lang=en", "sv", "en", "Find a service"),
        ("/0114?lang=sv", "en", "sv", "Hitta en insats"),
        ("/0114?lang=sv-SE", "en", "sv", "Hitta en insats"),
        ("/0114?lang=sv-x-easy", "en", "sv", "Hitta en insats"),
        ("/0114?lang=fi", "en", "en", "Find a service"),
        ("/0114?lang=fi", "", "sv", "Hitta en insats"),
    ] {
        let answered = visit(&app, path, &[("accept-language", accepted)]).await;
        assert_eq!(answered.header("content-language"), language, "{path} {accepted}");
        assert!(
            answered.text.contains(&format!("<html lang=\"{language}\">")),
            "{path} {accepted}"
        );
        assert!(answered.text.contains(words), "{path} {accepted}: {words}");
        let vary = answered.header("vary");
        assert!(vary.starts_with("Accept, Accept-Encoding, Accept-Language"), "{vary}");
    }
}

async fn texts_come_in_every_language_that_they_have(engine: Engine) {
    let app = service(engine).await;
    for (language, name) in [
        ("sv", "<h1>Träffen &#38; &#34;vännerna&#34; &#60;i&#62;</h1>"),
        ("sv-x-easy", "<h1 lang=\"sv-x-easy\">Träffen</h1>"),
        ("fi", "<h1 lang=\"fi\">Kohtaamispaikka</h1>"),
        ("ar", "<h1 lang=\"ar\" dir=\"rtl\">مكان اللقاء</h1>"),
    ] {
        let text = page(&app, &format!("/0114/traffen?lang={language}")).await;
        assert!(text.contains(name), "{language}");
        // A text without the language is in the language of the words.
        assert!(text.contains("<p>Äldre som vill träffa andra.</p>"), "{language}");
    }
    let finnish = page(&app, "/0114/traffen?lang=fi").await;
    assert!(finnish.contains("<p lang=\"fi\">Tule tänne tai soita.</p>"));
    assert!(finnish.contains("<h3 lang=\"fi\">Laulua</h3>") && finnish.contains("<h3>Kurs i datorer</h3>"));
    let list = page(&app, "/0114?lang=fi").await;
    assert!(list.contains("<p lang=\"fi\">Kohtaamispaikka yli 65-vuotiaille.</p>"));
    let english = visit(&app, "/0114/traffen?lang=en", &[]).await.text;
    assert!(english.contains("<h1>The meeting place</h1>"));
    assert!(english.contains("<span lang=\"sv\">Socialnämnden</span>"));
    assert!(english.contains("<h3 lang=\"sv\">Torget</h3>"));
}

async fn unknown_languages_are_swedish(engine: Engine) {
    let app = service(engine).await;
    for language in ["xx", "svenska", "%22%3E%3Cscript%3E", "de", "sv_SE"] {
        let answered = visit(&app, &format!("/0114/traffen?lang={language}"), &[]).await;
        assert_eq!(answered.status, 200, "{language}");
        assert!(answered.text.contains("<html lang=\"sv\">"), "{language}");
        assert!(answered.text.contains("<h1>Träffen &#38;"), "{language}");
        assert!(!answered.text.contains("\"><script>"), "{language}");
    }
}

async fn links_keep_the_language(engine: Engine) {
    let app = service(engine).await;
    for path in ["/?lang=fi&q=kohtaamispaikka", "/0114?lang=fi", "/0114/traffen?lang=fi"] {
        let text = page(&app, path).await;
        let main = between(&text, "<main", "</main>");
        let internal = links(main)
            .into_iter()
            .filter(|link| link.starts_with("/0") || link.starts_with("/1"));
        let mut count = 0;
        for link in internal {
            assert!(link.contains("lang=fi"), "{path}: {link}");
            count += 1;
        }
        assert!(count > 0, "{path}");
        let form = text.contains("<form");
        assert!(
            !form || text.contains("<input type=\"hidden\" name=\"lang\" value=\"fi\">"),
            "{path}"
        );
    }
    // The switch keeps what was searched for.
    let found = page(&app, "/0114?q=tr%C3%A4ffen&openToAll=true").await;
    assert!(
        found.contains("href=\"/0114?lang=en&#38;q=tr%C3%A4ffen&#38;openToAll=true\""),
        "{found}"
    );
}

async fn each_language_has_its_address(engine: Engine) {
    let app = service(engine).await;
    let text = page(&app, "/0114/traffen?lang=fi").await;
    let own = "https://api.example.se/0114/traffen";
    assert!(text.contains(&format!("<link rel=\"canonical\" href=\"{own}?lang=fi\">")));
    for (tag, address) in [
        ("sv", format!("{own}?lang=sv")),
        ("en", format!("{own}?lang=en")),
        ("fi", format!("{own}?lang=fi")),
        ("ar", format!("{own}?lang=ar")),
        ("sv-x-easy", format!("{own}?lang=sv-x-easy")),
        ("x-default", own.to_owned()),
    ] {
        let link = format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{address}\">");
        assert!(text.contains(&link), "{link}");
    }
    let switch = between(&text, "<nav class=\"languages\"", "</nav>");
    assert!(
        switch.contains("hreflang=\"fi\" lang=\"fi\" aria-current=\"true\">Suomi</a>"),
        "{switch}"
    );
    assert!(switch.contains("lang=\"ar\" dir=\"rtl\">العربية</a>"), "{switch}");
}
