//! A browser without scripts: it keeps cookies by the rules of browsers, and follows no redirect by itself.

use std::collections::BTreeMap;

use insatskatalog::http_client;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};

use super::issuer::IdentityProvider;
use crate::fixtures::app::TestApp;

/// The page of the insats that the association reports.
pub const STREAM: &str = "/provider/0188/finska-foreningen/traffpunkter";

/// A page, as a browser shows it.
pub struct Page {
    pub status: StatusCode,
    pub text: String,
    /// Where a redirect leads.
    pub location: String,
    /// Each cookie that the page sets.
    pub set_cookies: Vec<String>,
}

impl Page {
    /// The heading.
    pub fn heading(&self) -> &str {
        let start = self.text.split_once("<h1").and_then(|(_, rest)| rest.split_once('>'));
        start.and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default()
    }

    /// The value of the first field with a name.
    pub fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let value = self
            .text
            .split_once(&start)
            .and_then(|(_, rest)| rest.split('"').next());
        value.unwrap_or_else(|| panic!("{name} in {}", self.text)).to_owned()
    }

    /// The hidden fields of the last form.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let form = self.text.rsplit("<form").next().expect("a form");
        let fields = form.split("<input type=\"hidden\" name=\"").skip(1);
        fields
            .map(|field| {
                let (name, rest) = field.split_once("\" value=\"").expect("a value");
                (name.to_owned(), rest.split('"').next().unwrap_or_default().to_owned())
            })
            .collect()
    }
}

/// A browser with its cookies.
pub struct Visitor {
    client: Client,
    cookies: BTreeMap<String, String>,
    /// What the browser says of the page that a form is on; `None` for a browser that says nothing.
    pub fetch_site: Option<&'static str>,
}

impl Visitor {
    pub fn new() -> Self {
        let client = http_client::builder().no_proxy().redirect(Policy::none());
        Self {
            client: client.build().expect("a client"),
            cookies: BTreeMap::new(),
            fetch_site: Some("same-origin"),
        }
    }

    /// A browser that has signed in.
    pub async fn signed_in(app: &TestApp) -> Self {
        let mut visitor = Self::new();
        let page = visitor.sign_in(app).await;
        assert_eq!(page.heading(), "Du är inloggad", "{}", page.text);
        visitor
    }

    /// Signs in through the identity provider: the page that its site leads back to.
    pub async fn sign_in(&mut self, app: &TestApp) -> Page {
        let callback = self.callback(app, "/provider/sign-in").await;
        self.get(app, &callback).await
    }

    /// Signs in at the identity provider: where it leads back to.
    pub async fn callback(&mut self, app: &TestApp, path: &str) -> String {
        let begun = self.get(app, path).await;
        assert_eq!(begun.status, 303, "{}", begun.text);
        let at_issuer = self.client.get(&begun.location).send().await.expect("an answer");
        assert_eq!(at_issuer.status(), 303);
        let back = at_issuer.headers()["location"].to_str().expect("text");
        let path = back.strip_prefix("https://api.example.se").expect("this service");
        path.to_owned()
    }

    pub async fn get(&mut self, app: &TestApp, path: &str) -> Page {
        let request = self.client.get(format!("{}{path}", app.origin));
        self.send(request).await
    }

    /// Sends a form.
    pub async fn post(&mut self, app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = self.client.post(format!("{}{path}", app.origin));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.send(self.of_site(request).body(body.finish())).await
    }

    /// Sends a form with a file.
    pub async fn upload(&mut self, app: &TestApp, token: &str, name: &str, file: &[u8]) -> Page {
        let part =
            |head: String, content: &[u8]| [b"--limit\r\n", head.as_bytes(), b"\r\n\r\n", content, b"\r\n"].concat();
        let field = part("content-disposition: form-data; name=\"form\"".into(), token.as_bytes());
        let head = format!("content-disposition: form-data; name=\"sheet\"; filename=\"{name}\"");
        let body = [field, part(head, file), b"--limit--\r\n".to_vec()].concat();
        let request = self.client.post(format!("{}{STREAM}/sheet", app.origin));
        let request = request.header("content-type", "multipart/form-data; boundary=limit");
        self.send(self.of_site(request).body(body)).await
    }

    /// The token of the forms of a page.
    pub async fn form_token(&mut self, app: &TestApp) -> String {
        self.get(app, STREAM).await.field("form")
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> &str {
        &self.cookies[name]
    }

    /// Sets a cookie, as somebody does who has stolen it or changes it.
    pub fn has_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.into(), value.into());
    }

    fn of_site(&self, request: RequestBuilder) -> RequestBuilder {
        match self.fetch_site {
            Some(site) => request.header("sec-fetch-site", site),
            None => request,
        }
    }

    async fn send(&mut self, request: RequestBuilder) -> Page {
        let mut request = request.header("accept", "text/html").header("accept-language", "sv");
        if !self.cookies.is_empty() {
            let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
            request = request.header("cookie", cookies.collect::<Vec<_>>().join("; "));
        }
        let answered = request.send().await.expect("an answer");
        self.page(answered).await
    }

    async fn page(&mut self, answered: Response) -> Page {
        let text = |name: &str| {
            let values = answered.headers().get_all(name).into_iter();
            values
                .map(|value| value.to_str().expect("text").to_owned())
                .collect::<Vec<_>>()
        };
        let (set_cookies, location) = (text("set-cookie"), text("location").concat());
        for cookie in &set_cookies {
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            let value = rest.split(';').next().expect("a value");
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        let page = Page {
            status: answered.status(),
            text: answered.text().await.expect("text"),
            location,
            set_cookies,
        };
        // A JWT begins so, in a page, in an address and in a cookie that is not encrypted.
        for shown in [&page.text, &page.location].into_iter().chain(&page.set_cookies) {
            assert!(!shown.contains("eyJ"), "a token in {shown}");
        }
        page
    }
}

/// A service, its identity provider, and a browser that has signed in.
pub async fn signed_in(engine: crate::fixtures::app::Engine) -> (IdentityProvider, TestApp, Visitor) {
    let issuer = IdentityProvider::start();
    let app = issuer.service(engine).await;
    let visitor = Visitor::signed_in(&app).await;
    (issuer, app, visitor)
}
