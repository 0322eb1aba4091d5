use chrono::NaiveDateTime;

use super::{Hours, Opening};
use crate::domain::day;
use crate::domain::insatser::hours::{ClosedPeriod, OpeningHours, TimeOfDay, Weekday};
use crate::domain::insatser::schedule::{ByDay, Frequency, Schedule};

fn at(text: &str) -> NaiveDateTime {
    let (date, time) = text.split_once(' ').expect("a day and a time");
    TimeOfDay::parse(time)
        .expect("a time")
        .on(day::parse(date).expect("a day"))
}

fn hours(weekday: Weekday, opens: &str, closes: &str) -> OpeningHours {
    let time = |text| TimeOfDay::parse(text).expect("a time");
    OpeningHours {
        weekday,
        opens: time(opens),
        closes: time(closes),
    }
}

fn schedule(byday: &str, times: (&str, &str)) -> Schedule {
    Schedule {
        freq: Frequency::Weekly,
        interval: 1,
        byday: ByDay::parse(byday).expect("days"),
        opens_at: TimeOfDay::parse(times.0),
        closes_at: TimeOfDay::parse(times.1),
        valid_from: None,
        valid_to: None,
        description: None,
    }
}

const NONE: Hours = Hours {
    weekly: &[],
    schedules: &[],
    closed: &[],
};

#[test]
fn weekly_hours_open_and_close_to_the_minute() {
    // 2025-10-01 is a Wednesday.
    let weekly = [hours(Weekday::Wednesday, "10:00", "15:00")];
    let open = Hours {
        weekly: &weekly,
        ..NONE
    };
    let opens = Some(Opening::Closed(Some(at("2025-10-01 10:00"))));
    assert_eq!(open.at(at("2025-10-01 09:59")), opens);
    let closes = Some(Opening::Open(at("2025-10-01 15:00")));
    assert_eq!(open.at(at("2025-10-01 10:00")), closes);
    assert_eq!(open.at(at("2025-10-01 14:59")), closes);
    let next_week = Some(Opening::Closed(Some(at("2025-10-08 10:00"))));
    assert_eq!(open.at(at("2025-10-01 15:00")), next_week);
}

#[test]
fn a_night_is_open_the_next_morning() {
    let weekly = [hours(Weekday::Wednesday, "22:00", "02:00")];
    let open = Hours {
        weekly: &weekly,
        ..NONE
    };
    assert_eq!(
        open.at(at("2025-10-02 01:59")),
        Some(Opening::Open(at("2025-10-02 02:00")))
    );
    let next = Some(Opening::Closed(Some(at("2025-10-08 22:00"))));
    assert_eq!(open.at(at("2025-10-02 02:00")), next);
}

#[test]
fn hours_that_adjoin_are_one_time() {
    let weekly = [
        hours(Weekday::Wednesday, "08:00", "12:00"),
        hours(Weekday::Wednesday, "12:00", "24:00"),
        hours(Weekday::Thursday, "00:00", "06:00"),
    ];
    let open = Hours {
        weekly: &weekly,
        ..NONE
    };
    assert_eq!(
        open.at(at("2025-10-01 11:00")),
        Some(Opening::Open(at("2025-10-02 06:00")))
    );
}

#[test]
fn a_closed_period_comes_before_the_hours() {
    let weekly = [hours(Weekday::Wednesday, "10:00", "15:00")];
    let closed = [ClosedPeriod {
        from: day::parse("2025-10-01").expect("a day"),
        to: day::parse("2025-10-07").expect("a day"),
    }];
    let open = Hours {
        weekly: &weekly,
        closed: &closed,
        ..NONE
    };
    assert_eq!(
        open.at(at("2025-10-01 11:00")),
        Some(Opening::ClosedThrough(closed[0].to))
    );
    assert_eq!(
        open.at(at("2025-10-08 11:00")),
        Some(Opening::Open(at("2025-10-08 15:00")))
    );
}

#[test]
fn what_the_hours_do_not_say_is_not_known() {
    assert_eq!(NONE.at(at("2025-10-01 11:00")), None);
    let vague = [schedule("MO", ("", ""))];
    let open = Hours {
        schedules: &vague,
        ..NONE
    };
    assert_eq!(open.at(at("2025-10-01 11:00")), None);
    let weekly = [hours(Weekday::Wednesday, "10:00", "15:00")];
    let open = Hours {
        weekly: &weekly,
        ..open
    };
    assert_eq!(
        open.at(at("2025-10-01 11:00")),
        Some(Opening::Open(at("2025-10-01 15:00")))
    );
    assert_eq!(open.at(at("2025-10-01 16:00")), None);
}

#[test]
fn rules_that_repeat_open_on_their_days() {
    let rules = [schedule("WE", ("10:00", "12:00"))];
    let open = Hours {
        schedules: &rules,
        ..NONE
    };
    assert_eq!(
        open.at(at("2025-10-01 11:00")),
        Some(Opening::Open(at("2025-10-01 12:00")))
    );
    let next = Some(Opening::Closed(Some(at("2025-10-08 10:00"))));
    assert_eq!(open.at(at("2025-10-01 12:30")), next);
}
