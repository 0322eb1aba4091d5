//! `insatskatalog audit`: verifies and prints the audit log.

use clap::{Args, Subcommand};

use crate::app::open_existing;
use crate::domain::audit::{AuditEvent, BEGINNING};
use crate::domain::text::{composed, counted, text};
use crate::domain::{Kommunkod, Text};
use crate::store::Store;
use crate::store::catalogue::{audit, verification};

use super::environment;
use super::failure::Failure;
use super::language::{Language, OutputLanguage};
use super::terminal::{kommunkod, print};

/// Commands for the audit log.
#[derive(Args)]
pub(crate) struct Audit {
    #[command(subcommand)]
    task: Task,
    #[command(flatten)]
    output: OutputLanguage,
}

/// What to do with the audit log.
#[derive(Subcommand)]
enum Task {
    /// Find every audit event that was changed, removed, moved or truncated, and every change that does not match its
    /// event.
    Verify {
        /// One municipality's chain; default all.
        #[arg(value_parser = kommunkod)]
        kommunkod: Option<Kommunkod>,
        /// A head printed earlier by `audit head` and stored elsewhere, the whole line in quotes or its hash: it must
        /// still be in the chain. Can be repeated.
        #[arg(long, value_parser = saved_head, value_name = "HEAD")]
        head: Vec<SavedHead>,
    },
    /// Print the head of each chain, to store outside the database.
    Head {
        /// One municipality's chain; default all.
        #[arg(value_parser = kommunkod)]
        kommunkod: Option<Kommunkod>,
    },
    /// Print what a user did. The log stores only a keyed hash of the user.
    Actor {
        /// The issuer of the user's token (iss).
        #[arg(long)]
        iss: String,
        /// The subject of the user's token (sub).
        #[arg(long)]
        sub: String,
    },
}

impl Audit {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let store = open_existing(&config).await?;
        let language = self.output.language;
        match self.task {
            Task::Verify { kommunkod, head } => verify(&store, kommunkod, &head, language).await,
            Task::Head { kommunkod } => heads(&store, kommunkod, language).await,
            Task::Actor { iss, sub } => {
                let actor = config.secret().map_err(Failure::secret)?.actor(&iss, &sub);
                let found = store
                    .read(move |connection| audit::of_actor(connection, &actor))
                    .await?;
                for (kommunkod, event) in found {
                    print(&line(&kommunkod, &event, language));
                }
                Ok(())
            }
        }
    }
}

async fn chains(store: &Store, only: Option<Kommunkod>) -> Result<Vec<String>, Failure> {
    match only {
        Some(kommunkod) => Ok(vec![kommunkod.to_string()]),
        None => Ok(store.read_one_moment(verification::chains).await?),
    }
}

async fn heads(store: &Store, only: Option<Kommunkod>, language: Language) -> Result<(), Failure> {
    let mut without = Vec::new();
    for kommunkod in chains(store, only).await? {
        let of = kommunkod.clone();
        match store.read(move |connection| audit::head(connection, &of)).await? {
            Some(head) => print(&format!("{kommunkod} {} {}\n", head.seq, head.hash)),
            None => without.push(kommunkod),
        }
    }
    if without.is_empty() {
        Ok(())
    } else {
        let without = without.join(", ");
        let text = composed!("inget huvud: {without}", "no head: {without}");
        Err(Failure::said(&text, language))
    }
}

async fn verify(
    store: &Store,
    only: Option<Kommunkod>,
    heads: &[SavedHead],
    language: Language,
) -> Result<(), Failure> {
    let mut broken = 0;
    if let Some(only) = only {
        let all = chains(store, None).await?;
        if all.iter().all(|kommunkod| kommunkod != only.as_str()) {
            return Err(Failure::no_catalogue(only, language));
        }
    }
    for kommunkod in chains(store, only).await? {
        let of = kommunkod.clone();
        let (breaks, events) = store
            .read_one_moment(move |connection| verification::verify(connection, &of))
            .await?;
        if breaks.is_empty() {
            let events = counted!(events, ("händelse", "event"), ("händelser", "events"));
            let text = composed!("{kommunkod}: hel, {events}", "{kommunkod}: intact, {events}"; events);
            print(&format!("{}\n", language.of(&text)));
        }
        for found in &breaks {
            print(&format!("{kommunkod}: {}\n", language.of(&found.in_words())));
        }
        broken += breaks.len();
    }
    for head in heads {
        if let Some(wrong) = missing(store, only, head).await? {
            print(&format!("{}\n", language.of(&wrong)));
            broken += 1;
        }
    }
    if broken == 0 {
        Ok(())
    } else {
        let breaks = counted!(broken, ("fel i kedjan", "break"), ("fel i kedjan", "breaks"));
        Err(Failure::said(
            &composed!("hittade {breaks}", "found {breaks}"; breaks),
            language,
        ))
    }
}

/// A head as `audit head` prints it: municipality, number and hash; or only the hash.
#[derive(Clone)]
struct SavedHead {
    /// The municipality and the number of the event, if the whole line is given.
    position: Option<(String, i64)>,
    hash: String,
}

/// Reads a head. No chain contains the hash of zeros, which is before its first event.
fn saved_head(text: &str) -> Result<SavedHead, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (position, hash) = match words[..] {
        [hash] => (None, hash),
        [kommunkod, seq, hash] => {
            let seq = seq.parse().map_err(|_| HEAD_FORM)?;
            (Some((kommunkod.to_owned(), seq)), hash)
        }
        _ => return Err(HEAD_FORM.into()),
    };
    let hash = hash.to_ascii_lowercase();
    let is_hash = hash.len() == BEGINNING.len() && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash || hash == BEGINNING {
        return Err(HEAD_FORM.into());
    }
    Ok(SavedHead { position, hash })
}

const HEAD_FORM: &str = "a line that `insatskatalog audit head` printed, in quotes, or the hash at its end";

/// What is wrong with a saved head, if it is not in its chain.
async fn missing(store: &Store, only: Option<Kommunkod>, head: &SavedHead) -> Result<Option<Text>, Failure> {
    let hash = head.hash.clone();
    let places = store
        .read(move |connection| audit::with_hash(connection, &hash))
        .await?;
    let hash = &head.hash;
    if places.is_empty() {
        return Ok(Some(composed!(
            "huvudet {hash} finns inte: loggen kan ha kortats av eller skrivits om",
            "head {hash} not found: the log may have been truncated or rebuilt"
        )));
    }
    let is_meant = |(kommunkod, seq): &(String, i64)| {
        let is_stated = head
            .position
            .as_ref()
            .is_none_or(|(stated, number)| stated == kommunkod && number == seq);
        is_stated && only.is_none_or(|only| only.as_str() == kommunkod)
    };
    Ok((!places.iter().any(is_meant)).then(|| {
        composed!(
            "huvudet {hash} hör till en annan kommun eller en annan händelse",
            "head {hash} belongs to another municipality or another event"
        )
    }))
}

fn line(kommunkod: &str, event: &AuditEvent, language: Language) -> String {
    let AuditEvent { seq, audit_entry, .. } = event;
    let trace = language.of(&text!("spår", "trace")).to_owned();
    format!(
        "{kommunkod} {seq} {} {} {} {} {} {trace} {}\n",
        audit_entry.at.format("%Y-%m-%dT%H:%M:%SZ"),
        audit_entry.client_id,
        audit_entry.action,
        audit_entry.object_kind,
        audit_entry.object_key,
        audit_entry.trace_id
    )
}
