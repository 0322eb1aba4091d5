//! Tests of `http/encoding/content_coding.rs`.

use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use brotli::BrotliCompress;
use brotli::enc::BrotliEncoderParams;

use super::{ContentCoding, Effort, NotDecoded};

fn headers(name: &HeaderName, values: &[&'static str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(name.clone(), HeaderValue::from_static(value));
    }
    headers
}

#[test]
fn a_body_is_decoded_up_to_the_limit() {
    let body = b"{\"facts\": {}}".repeat(1000);
    for coding in ContentCoding::ALL {
        for effort in [Effort::Once, Effort::EachTime] {
            let encoded = coding.encode(&body, effort);
            assert!(encoded.len() < body.len() / 10, "{coding:?} {effort:?}");
            assert_eq!(coding.decode(&encoded, body.len()).as_ref(), Ok(&body), "{coding:?}");
            let too_little = coding.decode(&encoded, body.len() - 1);
            assert_eq!(too_little, Err(NotDecoded::TooLarge), "{coding:?}");
            let cut = coding.decode(&encoded[..encoded.len() - 1], body.len());
            assert_eq!(cut, Err(NotDecoded::Invalid), "{coding:?}");
            let longer = coding.decode(&[&encoded[..], b"x"].concat(), body.len());
            assert_eq!(longer, Err(NotDecoded::Invalid), "{coding:?}");
        }
        assert_eq!(coding.decode(b"", 10), Err(NotDecoded::Invalid), "{coding:?}");
        assert_eq!(coding.decode(&body, 1 << 20), Err(NotDecoded::Invalid), "{coding:?}");
        assert_eq!(
            coding.decode(&coding.encode(b"", Effort::Once), 0),
            Ok(Vec::new()),
            "{coding:?}"
        );
    }
}

#[test]
fn a_window_that_the_standard_lacks_is_refused() {
    let parameters = BrotliEncoderParams {
        large_window: true,
        lgwin: 30,
        ..BrotliEncoderParams::default()
    };
    let mut encoded = Vec::new();
    BrotliCompress(&mut &b"{}"[..], &mut encoded, &parameters).expect("compressed");
    assert_eq!(ContentCoding::Brotli.decode(&encoded, 1024), Err(NotDecoded::Invalid));
}

#[test]
fn the_coding_of_an_answer_is_the_one_that_the_client_prefers() {
    let (brotli, gzip) = (Some(ContentCoding::Brotli), Some(ContentCoding::Gzip));
    for (sent, preferred) in [
        (&[][..], None),
        (&[""], None),
        (&["identity"], None),
        (&["gzip, deflate, br, zstd"], brotli),
        (&["gzip, deflate"], gzip),
        (&["GZIP"], gzip),
        (&["x-gzip"], gzip),
        (&["gzip;q=1.0, br;q=0.5"], gzip),
        (&["gzip;q=.5", "br;q=.4"], gzip),
        (&["br;q=0, gzip;q=0"], None),
        (&["*"], brotli),
        (&["*;q=0"], None),
        (&["*, br;q=0"], gzip),
        (&["zstd"], None),
    ] {
        assert_eq!(
            ContentCoding::accepted(&headers(&ACCEPT_ENCODING, sent)),
            preferred,
            "{sent:?}"
        );
    }
}

#[test]
fn the_coding_of_a_request_is_one_that_the_service_knows() {
    for (sent, coding) in [
        (&[][..], Some(None)),
        (&["identity"], Some(None)),
        (&["gzip"], Some(Some(ContentCoding::Gzip))),
        (&["X-GZIP"], Some(Some(ContentCoding::Gzip))),
        (&["br"], Some(Some(ContentCoding::Brotli))),
        (&["zstd"], None),
        (&["deflate"], None),
        (&["gzip, gzip"], None),
        (&["gzip", "br"], None),
        (&["identity", "gzip"], None),
        (&[""], None),
    ] {
        let read = ContentCoding::of_request(&headers(&CONTENT_ENCODING, sent));
        assert_eq!(read.ok(), coding, "{sent:?}");
    }
}
