//! The faults of files and questions as text, one line each: the place and what is wrong there.

use crate::app::StartError;
use crate::domain::text::{composed, counted};
use crate::domain::{Fault, Text};
use crate::import::ImportError;

use super::failure::Failure;
use super::language::Language;

/// The text of a failure. A failure of files has a line for each fault.
pub(crate) fn failure_text(failure: &Failure) -> String {
    let (faulty, language) = match failure {
        Failure::Import(ImportError::Faults(faulty))
        | Failure::Start(StartError::Import(ImportError::Faults(faulty))) => (faulty, Language::En),
        Failure::Faults(faulty, language) => (faulty, *language),
        Failure::Question(refused) => return refused.clone(),
        Failure::Config(errors) => {
            return errors
                .0
                .iter()
                .map(|error| format!("error: {error}"))
                .collect::<Vec<_>>()
                .join("\n");
        }
        other => return format!("error: {other}"),
    };
    let mut lines: Vec<String> = Vec::new();
    for (name, faults) in faulty {
        lines.extend(faults.iter().map(|fault| fault_line(name, fault, language)));
    }
    let total: usize = faulty.iter().map(|(_, faults)| faults.len()).sum();
    lines.push(language.of(&total_text(total)).to_owned());
    lines.join("\n")
}

/// File, line, pointer, code and sentence. A fault of the whole file has only the file and the sentence.
fn fault_line(name: &str, fault: &Fault, language: Language) -> String {
    let Fault {
        pointer,
        code,
        detail,
        line,
        ..
    } = fault;
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = if pointer.is_empty() {
        String::new()
    } else {
        format!("{pointer}: {}: ", code.as_str())
    };
    format!("{name}{line}: {place}{}", language.of(detail))
}

fn total_text(total: usize) -> Text {
    let faults = counted!(total, ("fel", "fault"), ("fel", "faults"));
    composed!("fel: {faults}; inget ändrades", "error: {faults}; nothing was changed"; faults)
}
