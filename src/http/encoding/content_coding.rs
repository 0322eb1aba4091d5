//! Content codings (RFC 9110, 8.4.1) of requests and answers: gzip and Brotli.

use std::io::{Read, Write};

use actix_web::http::header::{self, HeaderMap};
use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use brotli::{BrotliCompress, BrotliDecompressStream, BrotliResult, BrotliState};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use crate::http::client::quality::ranges;
use crate::http::problems::{Kind, Problem};

/// The smallest answer that is compressed, in bytes. A smaller one fits in the first packet in any case.
pub(crate) const LEAST: usize = 1024;
/// How much of a body is decoded at a time.
const PART: usize = 16 * 1024;
/// The window of Brotli that every decoder accepts, as a power of two.
const WINDOW: i32 = 22;

/// A way to compress a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ContentCoding {
    Brotli,
    Gzip,
}

/// How hard to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For a body that is compressed once and sent often.
    Once,
    /// For a body of one request.
    EachTime,
}

/// Why a body cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotDecoded {
    /// It is not in the coding, or not whole.
    Invalid,
    /// It is longer than the limit.
    TooLarge,
}

impl ContentCoding {
    /// The codings, the one that makes smaller bodies first.
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The name in headers.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn named(name: &str) -> Option<Self> {
        // RFC 9110, 8.4.1.3: x-gzip is gzip.
        let name = if name.eq_ignore_ascii_case("x-gzip") {
            "gzip"
        } else {
            name
        };
        Self::ALL
            .into_iter()
            .find(|coding| name.eq_ignore_ascii_case(coding.name()))
    }

    /// The coding of a request's body; 415 for any other, and for several.
    pub(crate) fn of_request(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let mut named = headers.get_all(header::CONTENT_ENCODING);
        let Some(only) = named.next() else {
            return Ok(None);
        };
        let name = only.to_str().unwrap_or_default().trim();
        if name.eq_ignore_ascii_case("identity") && named.next().is_none() {
            return Ok(None);
        }
        let coding = Self::named(name).filter(|_| named.next().is_none());
        coding.map(Some).ok_or(Problem::of(Kind::UnsupportedContentCoding))
    }

    /// The coding that a client prefers for answers; `None` for an answer as it is.
    pub(crate) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let mut of_others = 0.0;
        let mut weights: [Option<f32>; Self::ALL.len()] = [None; Self::ALL.len()];
        for (range, weight) in ranges(headers, &header::ACCEPT_ENCODING) {
            if range == "*" {
                of_others = weight;
            }
            if let Some(coding) = Self::named(range) {
                weights[coding as usize] = Some(weight);
            }
        }
        let mut best = (0.0, None);
        for coding in Self::ALL {
            let weight = weights[coding as usize].unwrap_or(of_others);
            if weight > best.0 {
                best = (weight, Some(coding));
            }
        }
        best.1
    }

    /// Decodes a body of at most so many bytes, and stops at the first byte above the limit.
    pub(crate) fn decode(self, body: &[u8], most: usize) -> Result<Vec<u8>, NotDecoded> {
        match self {
            Self::Brotli => decode_brotli(body, most),
            Self::Gzip => decode_gzip(body, most),
        }
    }

    /// Compresses a body.
    pub(crate) fn encode(self, body: &[u8], effort: Effort) -> Vec<u8> {
        let mut encoded = Vec::with_capacity(body.len() / 4);
        let written = match self {
            Self::Brotli => {
                let parameters = BrotliEncoderParams {
                    quality: if effort == Effort::Once { 5 } else { 1 },
                    lgwin: WINDOW,
                    size_hint: body.len(),
                    ..BrotliEncoderParams::default()
                };
                BrotliCompress(&mut &body[..], &mut encoded, &parameters).map(|_| ())
            }
            Self::Gzip => {
                let level = match effort {
                    Effort::Once => Compression::default(),
                    Effort::EachTime => Compression::fast(),
                };
                let mut encoder = GzEncoder::new(&mut encoded, level);
                encoder.write_all(body).and_then(|()| encoder.finish().map(|_| ()))
            }
        };
        written.expect("writing to memory does not fail");
        encoded
    }
}

fn decode_gzip(body: &[u8], most: usize) -> Result<Vec<u8>, NotDecoded> {
    let mut decoder = GzDecoder::new(body);
    let mut decoded = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let read = decoder.by_ref().take(limit).read_to_end(&mut decoded);
    if decoded.len() > most {
        return Err(NotDecoded::TooLarge);
    }
    // Bytes after the end would be read by another program as a second part.
    if read.is_err() || !decoder.into_inner().is_empty() {
        return Err(NotDecoded::Invalid);
    }
    Ok(decoded)
}

fn decode_brotli(body: &[u8], most: usize) -> Result<Vec<u8>, NotDecoded> {
    // The reader of the library accepts windows of 1 GiB, which RFC 7932 does not have.
    let mut state = BrotliState::new_strict(
        StandardAlloc::default(),
        StandardAlloc::default(),
        StandardAlloc::default(),
    );
    let mut part = vec![0; PART.min(most + 1)];
    let mut decoded = Vec::new();
    let (mut left, mut read, mut total) = (body.len(), 0, 0);
    loop {
        let (mut room, mut written) = (part.len(), 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut read,
            body,
            &mut room,
            &mut written,
            &mut part,
            &mut total,
            &mut state,
        );
        decoded.extend_from_slice(&part[..written]);
        if decoded.len() > most {
            return Err(NotDecoded::TooLarge);
        }
        match result {
            BrotliResult::ResultSuccess if left == 0 => return Ok(decoded),
            BrotliResult::NeedsMoreOutput => {}
            _ => return Err(NotDecoded::Invalid),
        }
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/http/encoding/content_coding.rs"]
mod tests;
