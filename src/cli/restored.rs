//! `insatskatalog restored`: ends the restore of a database.

use crate::app::open;
use crate::config::Config;
use crate::store::Store;
use crate::store::catalogue::generation::renew;

use super::failure::Failure;
use super::terminal::print;

/// Begins a new generation, so that no `ETag` and no position from before the restore is accepted.
pub(crate) async fn restored() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let store = open(&config, Store::open_for_command).await?;
    store.write(renew).await?;
    let engine = config.database.engine();
    print(&format!(
        "{engine}: the database has a new generation; ETags and positions from before the restore are no longer accepted\n"
    ));
    Ok(())
}
