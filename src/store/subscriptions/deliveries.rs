//! The attempts to deliver to a subscription.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::store::schema::deliveries;
use crate::store::{Engine, StoreError};

/// A stored attempt.
#[derive(Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub(crate) struct KeptDelivery {
    pub message_id: String,
    pub kind: String,
    pub attempt: i32,
    at: NaiveDateTime,
    pub outcome: String,
    pub status: Option<i32>,
    pub millis: i64,
}

impl KeptDelivery {
    pub(crate) const fn at(&self) -> DateTime<Utc> {
        self.at.and_utc()
    }
}

/// A page of the attempts, the latest first, and the number of all.
pub(crate) fn list(
    connection: &mut Engine,
    id: &str,
    skipped: i64,
    limit: i64,
) -> Result<(Vec<KeptDelivery>, i64), StoreError> {
    let of_subscription = deliveries::subscription_id.eq(id);
    let all = deliveries::table
        .filter(of_subscription)
        .count()
        .get_result(connection)?;
    let page = deliveries::table
        .filter(of_subscription)
        .order(deliveries::number.desc())
        .offset(skipped)
        .limit(limit)
        .select(KeptDelivery::as_select())
        .load(connection)?;
    Ok((page, all))
}

/// Deletes the attempts before a time.
pub(crate) fn forget(connection: &mut Engine, before: NaiveDateTime) -> Result<usize, StoreError> {
    Ok(diesel::delete(deliveries::table.filter(deliveries::at.lt(before))).execute(connection)?)
}
