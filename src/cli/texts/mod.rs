//! `insatskatalog texts`: prints every text that the program can give people, for reading and editing them.

mod examples;

use std::fmt::Write as _;

use clap::{Args, CommandFactory};
use serde::Serialize;

use crate::domain::Text;
use crate::domain::criteria::fact::Fact;
use crate::domain::insatser::assessment_required;
use crate::domain::text::WrittenText;
use crate::http::embed::component::own_words;
use crate::http::problems::Kind;

use super::failure::Failure;
use super::language::Language;
use super::terminal::print;

/// Which texts to print.
#[derive(Args)]
pub(crate) struct Texts {
    /// Print one language only.
    #[arg(long, value_enum)]
    language: Option<Language>,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

/// A text, and where it belongs.
#[derive(Serialize)]
pub(crate) struct PrintedText {
    /// The module that has it, or what it is an example of.
    pub room: String,
    /// What it is of: a code, a kind or a member. Empty for a text as it is written in the code.
    pub of: String,
    /// Swedish; empty for the help of the command line.
    pub sv: String,
    /// English.
    pub en: String,
}

impl PrintedText {
    fn new(room: &str, of: impl Into<String>, text: &Text) -> Self {
        Self {
            room: room.to_owned(),
            of: of.into(),
            sv: text.sv.to_string(),
            en: text.en.to_string(),
        }
    }
}

impl Texts {
    pub(crate) fn run<Commands: CommandFactory>(&self) -> Result<(), Failure> {
        let mut texts = written();
        texts.extend(problems());
        texts.extend(facts());
        texts.extend(assessment_required());
        texts.extend(examples::examples()?);
        texts.extend(component());
        texts.extend(help(&Commands::command(), ""));
        if self.json {
            let json = serde_json::to_string_pretty(&texts).map_err(|error| Failure::Other(error.to_string()))?;
            print(&json);
        } else {
            print(&self.readable(&texts));
        }
        Ok(())
    }

    fn readable(&self, texts: &[PrintedText]) -> String {
        let mut lines = String::new();
        let mut room = "";
        for text in texts {
            if text.room != room {
                room = &text.room;
                let _ = writeln!(lines, "\n{room}");
            }
            if !text.of.is_empty() {
                let _ = writeln!(lines, "  {}", text.of);
            }
            for (language, words) in [(Language::Sv, &text.sv), (Language::En, &text.en)] {
                if !words.is_empty() && self.language.is_none_or(|only| only == language) {
                    let _ = writeln!(lines, "    {}  {words}", language.tag());
                }
            }
        }
        lines
    }
}

/// The texts as they are written in the code, by module and place.
fn written() -> Vec<PrintedText> {
    let mut written: Vec<&WrittenText> = inventory::iter::<WrittenText>().collect();
    written.sort_by_key(|text| (text.room, text.place));
    let printed = written.into_iter().map(|text| PrintedText {
        room: text.room.trim_start_matches("insatskatalog::").to_owned(),
        of: String::new(),
        sv: text.sv.to_owned(),
        en: text.en.to_owned(),
    });
    printed.collect()
}

/// The title of each problem and what to do.
fn problems() -> Vec<PrintedText> {
    let each = Kind::ALL.iter().flat_map(|kind| {
        let entry = kind.entry();
        [
            PrintedText::new("problems", entry.code, &entry.title),
            PrintedText::new("problems", entry.code, &entry.remedy),
        ]
    });
    each.collect()
}

/// The questions and help of each fact.
fn facts() -> Vec<PrintedText> {
    let each = Fact::all().flat_map(|fact| {
        [fact.question(), fact.about_another(), fact.help()].map(|text| PrintedText::new("facts", fact.name(), &text))
    });
    each.collect()
}

/// The insatser that always require assessment.
fn assessment_required() -> Vec<PrintedText> {
    let each = assessment_required::all().iter().flat_map(|listed| {
        [&listed.name, &listed.applies_to].map(|text| PrintedText::new("assessment required", listed.slug, text))
    });
    each.collect()
}

/// The words of the component that web sites embed.
fn component() -> Vec<PrintedText> {
    let each = own_words().map(|(name, [sv, en])| PrintedText {
        room: "component".to_owned(),
        of: name.to_owned(),
        sv,
        en,
    });
    each.collect()
}

/// The help of a command and of all below it.
fn help(command: &clap::Command, above: &str) -> Vec<PrintedText> {
    let name = format!("{above}{}", command.get_name());
    let of_arguments = command.get_arguments().filter_map(|argument| {
        let help = argument.get_long_help().or(argument.get_help())?;
        Some((format!("{name} {}", argument.get_id()), help.to_string()))
    });
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(|about| (name.clone(), about.to_string()));
    let mut texts: Vec<PrintedText> = about
        .into_iter()
        .chain(of_arguments)
        .map(|(of, en)| PrintedText {
            room: "help".to_owned(),
            of,
            sv: String::new(),
            en,
        })
        .collect();
    for below in command.get_subcommands() {
        texts.extend(help(below, &format!("{name} ")));
    }
    texts
}
