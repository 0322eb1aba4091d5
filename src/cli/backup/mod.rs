//! `insatskatalog backup`: copies the SQLite database beside a running service.

pub(crate) mod restore;

use std::path::PathBuf;

use clap::Args;

use crate::app::StartError;
use crate::domain::Text;
use crate::domain::text::{composed, text};
use crate::store::copying::{CopyError, back_up};

use super::environment;
use super::failure::Failure;
use super::language::OutputLanguage;
use super::terminal::print;

/// Copies the SQLite database into a new file that only its owner may read, also while the service runs.
#[derive(Args)]
pub(crate) struct Backup {
    /// The new file. A file that exists is never replaced.
    file: PathBuf,
    #[command(flatten)]
    output: OutputLanguage,
}

impl Backup {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let language = self.output.language;
        let Some(database) = config.database.file() else {
            return Err(Failure::said(&USE_PG_DUMP, language));
        };
        if config.database.is_absent() {
            return Err(StartError::no_database(&config).into());
        }
        back_up(&database, &self.file).map_err(|error| Failure::said(&in_words(&error), language))?;
        let file = self.file.display();
        let done = composed!(
            "{file}: hela databasen är kopierad. Spara den hemliga nyckeln (INSATSKATALOG_SECRET, eller secret.key i datamappen) tillsammans med kopian.",
            "{file}: the whole database is copied. Keep the secret key (INSATSKATALOG_SECRET, or secret.key in the data folder) with the copy."
        );
        print(&format!("{}\n", language.of(&done)));
        Ok(())
    }
}

const USE_PG_DUMP: Text = text!(
    "databasen finns i PostgreSQL. Säkerhetskopiera den med: pg_dump --format=custom --file=kopia.dump \"$DATABASE_URL\"",
    "the database is in PostgreSQL. Back it up with: pg_dump --format=custom --file=copy.dump \"$DATABASE_URL\""
);

/// Why a database is not copied or put back, and what to do.
fn in_words(error: &CopyError) -> Text {
    match error {
        CopyError::Exists => text!(
            "filen finns redan. Ange ett nytt filnamn.",
            "the file exists already. Give a new file name."
        ),
        CopyError::NoCopy(error) => composed!("kopian kan inte läsas: {error}", "the copy cannot be read: {error}"),
        CopyError::NotOurs => text!(
            "filen är inte en SQLite-databas från insatskatalog",
            "the file is not an SQLite database of insatskatalog"
        ),
        CopyError::Damaged => text!(
            "kopian är skadad eller ofullständig. En kopia av bara filen, utan filen bredvid som slutar på -wal, är inte fullständig. Använd en annan kopia.",
            "the copy is damaged or incomplete. A copy of the file alone, without the file beside it that ends with -wal, is not complete. Use another copy."
        ),
        CopyError::DatabaseExists => text!(
            "databasen finns redan. Med --replace ersätts den av kopian.",
            "the database exists already. With --replace, the copy replaces it."
        ),
        CopyError::InUse => text!(
            "ett program har databasen öppen. Stoppa tjänsten först.",
            "a program has the database open. Stop the service first."
        ),
        CopyError::Io(error) => composed!("filen kan inte skrivas: {error}", "the file cannot be written: {error}"),
        CopyError::Store(error) => composed!("databasen: {error}", "the database: {error}"),
    }
}
