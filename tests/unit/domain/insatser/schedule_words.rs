use crate::domain::insatser::hours::TimeOfDay;
use crate::domain::insatser::schedule::{ByDay, Frequency, Schedule};

#[test]
fn a_rule_is_written_in_words() {
    use Frequency::{Monthly, Weekly};
    for (freq, interval, byday, hours, sv, en) in [
        (
            Weekly,
            1,
            "MO,WE",
            [Some("10:00"), Some("12:00")],
            "måndag, onsdag 10:00–12:00, varje vecka",
            "Monday, Wednesday 10:00–12:00, every week",
        ),
        (
            Weekly,
            2,
            "FR",
            [None, None],
            "fredag, varannan vecka",
            "Friday, every other week",
        ),
        (
            Weekly,
            3,
            "SU",
            [Some("14:00"), None],
            "söndag 14:00, var 3:e vecka",
            "Sunday 14:00, every 3 weeks",
        ),
        (
            Weekly,
            21,
            "SU",
            [None, None],
            "söndag, var 21:a vecka",
            "Sunday, every 21 weeks",
        ),
        (
            Monthly,
            1,
            "1TU,-1TH",
            [None, None],
            "första tisdagen, sista torsdagen, varje månad",
            "first Tuesday, last Thursday, every month",
        ),
        (
            Monthly,
            12,
            "2SA",
            [None, None],
            "andra lördagen, var 12:e månad",
            "second Saturday, every 12 months",
        ),
    ] {
        let [opens_at, closes_at] = hours.map(|time| time.and_then(TimeOfDay::parse));
        let schedule = Schedule {
            freq,
            interval,
            byday: ByDay::parse(byday).expect("days"),
            opens_at,
            closes_at,
            valid_from: None,
            valid_to: None,
            description: None,
        };
        let words = schedule.in_words();
        assert_eq!((&*words.sv, words.en.as_deref()), (sv, Some(en)));
    }
}
