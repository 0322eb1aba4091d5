//! Forms that a browser sends: fields, and perhaps one file.

use std::future::{Ready, ready};

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::StreamExt;

use crate::http::problems::{Kind, Problem};
use crate::http::records::upload::parts_of;
use crate::http::request::body::{Body, media_type};

/// The largest accepted sheet, in bytes. A sheet with a thousand rows has a tenth of it.
pub(in crate::http::provider) const MAX_SHEET: usize = 2 * 1024 * 1024;
/// The limit of a form: a sheet in Base64, and its other fields.
const MAX_FORM: usize = MAX_SHEET * 4 / 3 + 64 * 1024;

/// The field that proves that a form is ours.
pub(in crate::http::provider) const TOKEN: &str = "form";
/// The field of the file, or of the same file as Base64 in a form that sends it again.
pub(in crate::http::provider) const SHEET: &str = "sheet";

/// A form that is not received yet.
pub(in crate::http::provider) struct FormBody {
    request: HttpRequest,
    body: Body<MAX_FORM>,
}

impl FromRequest for FormBody {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Body::from_request(request, payload).into_inner();
        ready(body.map(|body| Self {
            request: request.clone(),
            body,
        }))
    }
}

/// The fields of a form as they were sent.
#[derive(Default)]
pub(in crate::http::provider) struct Posted {
    fields: Vec<(String, String)>,
    sheet: Option<Bytes>,
}

impl FormBody {
    /// Receives the form; 413 if it is too large, 415 if it is none.
    pub(in crate::http::provider) async fn receive(self) -> Result<Posted, Problem> {
        let kind = media_type(&self.request).0.to_ascii_lowercase();
        match kind.as_str() {
            "application/x-www-form-urlencoded" => Ok(Posted::of_fields(&self.body.bytes().await?)),
            "multipart/form-data" => {
                let body = self.body.bytes().await?;
                Posted::of_parts(parts_of(self.request.headers(), &body)).await
            }
            _ => Err(Problem::of(Kind::UnsupportedMediaType)),
        }
    }
}

impl Posted {
    fn of_fields(body: &[u8]) -> Self {
        let fields = url::form_urlencoded::parse(body);
        let mut posted = Self {
            fields: fields
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
            sheet: None,
        };
        let again = posted.value(SHEET);
        posted.sheet = (!again.is_empty())
            .then(|| URL_SAFE_NO_PAD.decode(again).ok().map(Bytes::from))
            .flatten();
        posted.fields.retain(|(name, _)| name != SHEET);
        posted
    }

    async fn of_parts(mut parts: Multipart) -> Result<Self, Problem> {
        let mut posted = Self::default();
        while let Some(part) = parts.next().await {
            let mut part = part.map_err(|_| Problem::of(Kind::MalformedRequest))?;
            let name = part.name().unwrap_or_default().to_owned();
            let mut content = BytesMut::new();
            while let Some(chunk) = part.next().await {
                content.extend_from_slice(&chunk.map_err(|_| Problem::of(Kind::MalformedRequest))?);
            }
            if name == SHEET {
                posted.sheet = Some(content.freeze()).filter(|sheet| !sheet.is_empty());
            } else {
                posted
                    .fields
                    .push((name, String::from_utf8_lossy(&content).into_owned()));
            }
        }
        Ok(posted)
    }

    /// The value of a field; empty if the form lacks it.
    pub(in crate::http::provider) fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(of, _)| of == name);
        field.map_or("", |(_, value)| value.trim())
    }

    /// The names of the fields.
    pub(in crate::http::provider) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// The field that proves that the form is ours.
    pub(in crate::http::provider) fn token(&self) -> &str {
        self.value(TOKEN)
    }

    /// The file, if one was chosen.
    pub(in crate::http::provider) fn sheet(&self) -> Option<&Bytes> {
        self.sheet.as_ref()
    }

    /// Everything that was filled in, to be sent again.
    pub(in crate::http::provider) fn again(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter(|(name, _)| name != TOKEN).cloned();
        let sheet = self.sheet.as_ref().map(|sheet| (SHEET.to_owned(), encoded(sheet)));
        fields.chain(sheet).collect()
    }
}

/// A sheet as the value of a hidden field.
pub(in crate::http::provider) fn encoded(sheet: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(sheet)
}
