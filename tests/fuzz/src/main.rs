//! Everything that reads what strangers send, with inputs that libFuzzer changes until they reach new code.
//!
//! `run` builds this program and gives it inputs. `INSATSKATALOG_FUZZ` names the reader.

#![no_main]

mod catalogue_files;
mod entity_tags;
mod json_bodies;
mod personal_details;
mod service;
mod sheets;
mod tokens;

use std::sync::LazyLock;

/// Reads an input. A panic is a finding.
type Reader = fn(&[u8]);

static READER: LazyLock<Reader> = LazyLock::new(|| match std::env::var("INSATSKATALOG_FUZZ").as_deref() {
    Ok("catalogue_files") => catalogue_files::read,
    Ok("entity_tags") => entity_tags::read,
    Ok("json_bodies") => json_bodies::read,
    Ok("personal_details") => personal_details::read,
    Ok("sheets") => sheets::read,
    Ok("tokens") => tokens::read,
    _ => panic!("INSATSKATALOG_FUZZ names no reader"),
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| READER(input));
