//! `insatskatalog restore`: puts a copy in the place of the SQLite database.

use std::path::PathBuf;

use clap::Args;

use crate::app::StartError;
use crate::cli::environment;
use crate::cli::failure::Failure;
use crate::cli::language::OutputLanguage;
use crate::cli::terminal::print;
use crate::domain::Text;
use crate::domain::text::{composed, text};
use crate::store::copying::{Origin, restore};

use super::in_words;

/// Puts a copy in the place of the SQLite database that the settings name. Stop the service first.
#[derive(Args)]
pub(crate) struct Restore {
    /// The copy, which stays as it is.
    file: PathBuf,
    /// Replace the database if it exists. What it has and the copy lacks is lost.
    #[arg(long)]
    replace: bool,
    /// Create the database if there is none. Needed in the default folder only: a file that `DATABASE_URL` names is
    /// created.
    #[arg(long)]
    create: bool,
    #[command(flatten)]
    output: OutputLanguage,
}

impl Restore {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let language = self.output.language;
        let Some(database) = config.database.file() else {
            return Err(Failure::said(&USE_PG_RESTORE, language));
        };
        if config.is_default_database && config.database.is_absent() && !self.create {
            return Err(StartError::no_database(&config).into());
        }
        let origin =
            restore(&self.file, &database, self.replace).map_err(|error| Failure::said(&in_words(&error), language))?;
        let file = database.display();
        let done = composed!(
            "{file}: databasen är återställd. Ange nu den sista månaden vars statistik har varit publicerad, så att nya månader kan publiceras: insatskatalog restored --released-through 2026-10",
            "{file}: the database is restored. Now state the last month whose statistics people have seen, so that new months can be released: insatskatalog restored --released-through 2026-10"
        );
        print(&format!("{}\n", language.of(&done)));
        if origin == Origin::PerhapsPlainCopy {
            print(&format!("{}\n", language.of(&PERHAPS_PLAIN_COPY)));
        }
        Ok(())
    }
}

const USE_PG_RESTORE: Text = text!(
    "databasen finns i PostgreSQL. Skapa en tom databas och återställ kopian med: pg_restore --dbname=\"$DATABASE_URL\" kopia.dump. Kör sedan insatskatalog restored.",
    "the database is in PostgreSQL. Create an empty database and restore the copy with: pg_restore --dbname=\"$DATABASE_URL\" copy.dump. Then run insatskatalog restored."
);

const PERHAPS_PLAIN_COPY: Text = text!(
    "Varning: kopian är inte gjord med insatskatalog backup. Om någon har kopierat filen för hand medan tjänsten var igång kan de senaste ändringarna saknas.",
    "Warning: insatskatalog backup did not make this copy. If somebody copied the file by hand while the service was running, the latest changes may be missing."
);
