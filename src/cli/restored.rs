//! `insatskatalog restored`: ends the restore of a database.

use crate::app::open_existing;
use crate::domain::text::composed;
use crate::store::catalogue::generation::renew;

use super::environment;
use super::failure::Failure;
use super::language::OutputLanguage;
use super::terminal::print;

/// Begins a new generation, so that no `ETag` and no position from before the restore is accepted.
pub(crate) async fn restored(OutputLanguage { language }: OutputLanguage) -> Result<(), Failure> {
    let config = environment::config()?;
    let store = open_existing(&config).await?;
    store.write(renew).await?;
    let engine = config.database.engine();
    let done = composed!(
        "{engine}: databasen har en ny generation. ETag och positioner från tiden före återställningen godtas inte längre.",
        "{engine}: the database has a new generation. ETags and positions from before the restore are no longer accepted."
    );
    print(&format!("{}\n", language.of(&done)));
    Ok(())
}
