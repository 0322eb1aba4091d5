//! An answer as JSON text, written from parts made beforehand: the same text as its serialisation, in a fraction of the
//! time.

use serde::Serialize;

use crate::domain::day;

use super::answer::Answer;

impl Answer<'_> {
    /// Writes the answer as JSON.
    ///
    /// Codes and days hold nothing that JSON would escape.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        text(out, "{\"kommunkod\":\"", self.kommunkod.as_str());
        value(out, "\",\"insats\":", self.insats);
        if let Some(activity) = self.activity {
            value(out, ",\"activity\":", activity);
        }
        if let Some(place) = self.place {
            value(out, ",\"place\":", place);
        }
        text(out, ",\"asOf\":\"", day::Written::of(self.as_of).as_str());
        text(out, "\",\"outcome\":\"", self.outcome.into());
        if let Some(reason_code) = self.reason_code {
            text(out, "\",\"reasonCode\":\"", reason_code.into());
        }
        text(out, "\",\"explanation\":", self.explanation.get());
        list(out, ",\"reasons\":[", self.reasons.iter().map(|reason| reason.get()));
        list(out, "],\"missing\":[", self.missing.written());
        out.push(b']');
        for (name, day) in [
            (",\"eligibleFrom\":\"", self.eligible_from),
            (",\"eligibleUntil\":\"", self.eligible_until),
        ] {
            if let Some(day) = day {
                text(out, name, day::Written::of(day).as_str());
                out.push(b'"');
            }
        }
        if let Some(refer_to) = self.refer_to {
            value(out, ",\"referTo\":", refer_to);
        }
        if !self.activities.is_empty() {
            value(out, ",\"activities\":", &self.activities);
        }
        if !self.places.is_empty() {
            value(out, ",\"places\":", &self.places);
        }
        if !self.warnings.is_empty() {
            for (at, warning) in self.warnings.written().enumerate() {
                text(out, if at == 0 { ",\"warnings\":[" } else { "," }, warning.get());
            }
            out.push(b']');
        }
        if let Some(code) = self.provisos {
            text(out, ",\"provisos\":[", code.prepared().get());
            out.push(b']');
        }
        if let Some(version) = self.version {
            value(out, ",\"version\":", &version);
        }
        value(out, ",\"catalogueRevision\":", &self.catalogue_revision);
        if let Some(decision) = self.decision {
            text(out, ",\"decision\":", decision.get());
        }
        text(out, ",\"rightToApply\":", self.right_to_apply.get());
        text(out, ",\"notice\":", self.notice.get());
        out.push(b'}');
    }
}

fn text(out: &mut Vec<u8>, before: &str, text: &str) {
    out.extend_from_slice(before.as_bytes());
    out.extend_from_slice(text.as_bytes());
}

fn list(out: &mut Vec<u8>, before: &str, items: impl Iterator<Item = impl AsRef<str>>) {
    let mut before = before;
    let mut any = false;
    for item in items {
        text(out, before, item.as_ref());
        before = ",";
        any = true;
    }
    if !any {
        out.extend_from_slice(before.as_bytes());
    }
}

fn value(out: &mut Vec<u8>, before: &str, value: &(impl Serialize + ?Sized)) {
    out.extend_from_slice(before.as_bytes());
    serde_json::to_writer(out, value).expect("writing to memory does not fail, and every answer is JSON");
}
