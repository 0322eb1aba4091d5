//! Loads the whole catalogue: one thread reads the rows while others read the documents, a municipality at a time.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::Generation;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_changes, catalogue_current};

use super::change_rows::{ChangeRow, in_order, take_in};
use super::generation::state;

/// The most threads that read documents.
const MAX_READERS: usize = 8;
/// The most municipalities whose rows wait for a thread.
const MAX_WAITING: usize = 8;

/// Loads the whole catalogue.
pub fn load(connection: &mut Engine) -> Result<Catalogue, StoreError> {
    let (now, generation) = state(connection)?;
    // One statement, so that all rows are of one moment.
    let rows = catalogue_current::table
        .inner_join(catalogue_changes::table)
        .order(catalogue_current::kommunkod)
        .select(ChangeRow::as_select())
        .load_iter::<ChangeRow, DefaultLoadingMode>(connection)?;
    let readers = available_parallelism().map_or(1, |all| all.get().min(MAX_READERS));
    let (sender, waiting) = sync_channel(MAX_WAITING);
    let waiting = Mutex::new(waiting);
    let loaded = scope(|scope| {
        let read = || read_documents(&waiting, &generation);
        let readers: Vec<_> = (0..readers).map(|_| scope.spawn(read)).collect();
        let mut of_one: Vec<ChangeRow> = Vec::new();
        for row in rows {
            let row = row?;
            if of_one
                .first()
                .is_some_and(|first| first.marked.kommunkod != row.marked.kommunkod)
            {
                // Fails only if every reader panicked, which joining them tells.
                let _ = sender.send(std::mem::take(&mut of_one));
            }
            of_one.push(row);
        }
        let _ = sender.send(of_one);
        drop(sender);
        readers.into_iter().try_fold(Catalogue::default(), |joined, reader| {
            let part = reader.join().map_err(|_| StoreError::Refused("panic".into()))?;
            Ok::<_, StoreError>(joined.joined_with(part?))
        })
    });
    Ok(loaded?.at_least(now).marked(generation, []))
}

/// Reads the documents of the municipalities that wait, until no more come.
fn read_documents(waiting: &Mutex<Receiver<Vec<ChangeRow>>>, generation: &Generation) -> Result<Catalogue, StoreError> {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let mut read = Ok(Catalogue::default());
    // After an error too: the thread that reads the rows waits until they are taken.
    while let Ok(rows) = next() {
        read = read.and_then(|read| take_in(&read, generation.clone(), in_order(rows)));
    }
    read
}
