//! A world as a municipality: its catalogue, its records and its releases.

use serde_json::{Value, json};

use super::client::{Answered, Change, Client};
use crate::records::Counted;
use crate::shape::{Shape, Spot, UNLISTED};
use crate::worlds::World;

/// The days between two records of one spot, so that none overlap.
const DAYS_OF_A_RECORD: usize = 7;

/// A municipality for each world of one service.
pub fn kommunkoder() -> Vec<&'static str> {
    let lines = include_str!("../../../data/kommuner.csv").lines();
    lines
        .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
        .map(|line| &line[..4])
        .collect()
}

/// The municipality of a world, and its posted records.
#[derive(Clone)]
pub struct Municipality {
    pub kommunkod: &'static str,
    token: String,
    /// The release whose smallest group is published.
    settled: usize,
    /// The release whose records are posted.
    handed_in: Option<usize>,
    /// The number of releases whose reports are complete.
    completed: usize,
    /// The number of releases made.
    pub released: usize,
    /// The ids of the current records of each spot.
    ids: Vec<Vec<String>>,
}

impl Municipality {
    pub fn new(kommunkod: &'static str, token: String, world: &World) -> Self {
        Self {
            kommunkod,
            token,
            settled: 0,
            handed_in: None,
            completed: 0,
            released: 0,
            ids: vec![Vec::new(); world.shape.spots()],
        }
    }

    /// Publishes the world's catalogue.
    pub fn publish(&self, client: &mut Client, world: &World) {
        let shape = &world.shape;
        let own = format!("/municipalities/{}", self.kommunkod);
        self.put_new(client, &own, &document(world, 0));
        let mut insatser: Vec<&str> = shape.streams.iter().map(|stream| stream.insats.as_str()).collect();
        insatser.dedup();
        let mut providers: Vec<&str> = shape.streams.iter().map(|stream| stream.provider.as_str()).collect();
        providers.sort_unstable();
        providers.dedup();
        for insats in &insatser {
            let path = format!("{own}/insatser/{insats}");
            self.put_new(client, &path, &version(shape, insats, 0));
            let lists_later = (1..shape.months.len()).find(|month| ruled_out(shape, *month) != ruled_out(shape, 0));
            if let Some(month) = lists_later {
                let answered = self.put(client, &path, "if-match: *", &version(shape, insats, month));
                assert_eq!(answered.status, 200, "{path}: {}", answered.body);
            }
        }
        let last = shape.months[shape.months.len() - 1].last_day();
        for (at, provider) in providers.iter().enumerate() {
            let (kind, of_agreement) = if at == 0 {
                ("ownAdministration", "ownAdministration")
            } else {
                ("association", "main")
            };
            let path = format!("{own}/providers/{provider}");
            let document = json!({"slug": provider, "name": provider, "kind": kind});
            self.put_new(client, &path, &document);
            let agreement = json!({
                "insatser": insatser, "validFrom": shape.months[0].first_day(), "validTo": last, "kind": of_agreement,
            });
            self.put_new(client, &format!("{path}/agreements/avtal"), &agreement);
        }
    }

    /// Changes the smallest group before the records of a release, if it is another than before.
    pub fn settle_k(&mut self, client: &mut Client, world: &World, step: usize) {
        if world.k[step] != world.k[self.settled] {
            let own = format!("/municipalities/{}", self.kommunkod);
            let answered = self.put(client, &own, "if-match: *", &document(world, step));
            assert_eq!(answered.status, 200, "{}", answered.body);
        }
        self.settled = step;
    }

    /// Posts the records that are new at a release, and corrects and withdraws those that changed.
    pub fn hand_in(&mut self, client: &mut Client, world: &World, step: usize) {
        let nothing = Vec::new();
        let mut new = Vec::new();
        for (spot, records) in world.records[step].iter().enumerate() {
            let before = self.handed_in.map_or(&nothing, |before| &world.records[before][spot]);
            for at in 0..records.len().max(before.len()) {
                match (before.get(at), records.get(at)) {
                    (Some(old), Some(now)) if old == now => {}
                    (Some(_), Some(now)) => self.correct(client, world, (spot, at), *now),
                    (Some(_), None) => self.withdraw(client, spot, at),
                    (None, Some(now)) if world.shape.spot(spot).month < step => {
                        self.add(client, world, (spot, at), *now);
                    }
                    (None, Some(now)) => new.push((spot, record(&world.shape, (spot, at), *now))),
                    (None, None) => {}
                }
            }
            self.ids[spot].truncate(records.len());
        }
        for some in new.chunks(500) {
            self.add_all(client, world, some);
        }
        self.handed_in = Some(step);
    }

    /// Reports everything that is due by a release as complete.
    pub fn complete(&mut self, client: &mut Client, world: &World, step: usize) {
        let shape = &world.shape;
        let is_late = shape.is_first_report_late;
        let due_at = |month: &usize| *month + usize::from(is_late && *month == 0);
        let new = self.completed..=step;
        let due = (0..shape.months.len()).filter(|month| new.contains(&due_at(month)));
        for month in due {
            for stream in &shape.streams {
                let path = format!(
                    "/municipalities/{}/reporting/{}/{}/{}",
                    self.kommunkod, stream.insats, stream.provider, shape.months[month]
                );
                let answered = self.send(client, "PUT", &path, None, &json!({"state": "complete"}));
                assert_eq!(answered.status, 200, "{path}: {}", answered.body);
            }
        }
        self.completed = step + 1;
    }

    /// Makes every release up to one.
    pub fn release(&mut self, client: &mut Client, world: &World, step: usize) {
        let path = format!("/municipalities/{}/statistics/releases", self.kommunkod);
        for month in (self.released..=step).map(|step| world.shape.month_of_step(step)) {
            let answered = self.send(client, "POST", &path, None, &json!({"month": month}));
            assert_eq!(answered.status, 201, "{month}: {}", answered.body);
            let released: Value = serde_json::from_str(&answered.body).expect("JSON");
            assert_eq!(released["k"], world.k[step]);
        }
        self.released = step + 1;
    }

    fn correct(&self, client: &mut Client, world: &World, (spot, at): (usize, usize), now: Counted) {
        let path = format!(
            "/municipalities/{}/group-records/{}",
            self.kommunkod, self.ids[spot][at]
        );
        let answered = self.put(client, &path, "if-match: *", &record(&world.shape, (spot, at), now));
        assert_eq!(answered.status, 200, "{}", answered.body);
    }

    fn withdraw(&self, client: &mut Client, spot: usize, at: usize) {
        let id = &self.ids[spot][at];
        let path = format!("/municipalities/{}/group-records/{id}/withdrawals", self.kommunkod);
        let answered = self.send(client, "POST", &path, None, &json!({"reason": "Räknad två gånger."}));
        // With a warning if the period is already reported.
        assert!(matches!(answered.status, 200 | 204), "{}", answered.body);
    }

    fn add(&mut self, client: &mut Client, world: &World, (spot, at): (usize, usize), now: Counted) {
        let stream = &world.shape.streams[world.shape.spot(spot).stream];
        let path = format!(
            "/municipalities/{}/insatser/{}/group-records",
            self.kommunkod, stream.insats
        );
        let answered = self.send(client, "POST", &path, None, &record(&world.shape, (spot, at), now));
        assert_eq!(answered.status, 201, "{}", answered.body);
        let receipt: Value = serde_json::from_str(&answered.body).expect("JSON");
        self.remember(spot, &receipt["id"]);
    }

    fn add_all(&mut self, client: &mut Client, world: &World, new: &[(usize, Value)]) {
        let named = new.iter().map(|(spot, record)| {
            let mut record = record.clone();
            record["insats"] = json!(world.shape.streams[world.shape.spot(*spot).stream].insats);
            record
        });
        let body = json!({"records": named.collect::<Vec<_>>()});
        let path = format!("/municipalities/{}/group-record-batches", self.kommunkod);
        let answered = self.send(client, "POST", &path, None, &body);
        assert_eq!(answered.status, 200, "{}", answered.body);
        let receipt: Value = serde_json::from_str(&answered.body).expect("JSON");
        for (at, (spot, _)) in new.iter().enumerate() {
            self.remember(*spot, &receipt["results"][at]["id"]);
        }
    }

    fn remember(&mut self, spot: usize, id: &Value) {
        self.ids[spot].push(id.as_str().expect("an id").to_owned());
    }

    fn put_new(&self, client: &mut Client, path: &str, document: &Value) {
        let answered = self.put(client, path, "if-none-match: *", document);
        assert_eq!(answered.status, 201, "{path}: {}", answered.body);
    }

    fn put(&self, client: &mut Client, path: &str, condition: &str, document: &Value) -> Answered {
        self.send(client, "PUT", path, Some(condition), document)
    }

    fn send(
        &self,
        client: &mut Client,
        method: &'static str,
        path: &str,
        condition: Option<&str>,
        body: &Value,
    ) -> Answered {
        client.change(&Change {
            method,
            path,
            token: &self.token,
            condition,
            body: body.to_string(),
        })
    }
}

const BODY: &str = "Vård- och omsorgsnämnden";

/// The municipality's document at a release.
fn document(world: &World, step: usize) -> Value {
    let shape = &world.shape;
    let mut insatser: Vec<&str> = shape.streams.iter().map(|stream| stream.insats.as_str()).collect();
    insatser.dedup();
    let divisions = shape.divisions.iter().zip(&shape.months).enumerate();
    let divisions = divisions.filter(|(at, (division, _))| *at == 0 || **division != shape.divisions[at - 1]);
    let chosen = divisions.flat_map(|(_, (division, month))| {
        // The first holds for all months that the act is in force.
        let from = if *month == shape.months[0] {
            "2025-07-01".into()
        } else {
            month.first_day().to_string()
        };
        let of_insats = |insats: &&str| {
            json!({"insats": insats, "from": from, "splitOrder": division.split_order,
                "rootPeriod": division.root_period})
        };
        insatser.iter().map(of_insats).collect::<Vec<Value>>()
    });
    let chosen: Vec<Value> = chosen.collect();
    json!({"settings": {"statistics": {"k": world.k[step], "insatser": chosen}},
        "bodies": [{"slug": "von", "name": BODY}]})
}

fn ruled_out(shape: &Shape, month: usize) -> Vec<usize> {
    let of_month = shape.ruled_out.iter().filter(|(ruled, _)| *ruled == month);
    of_month.map(|(_, place)| *place).collect()
}

/// The decision on an insats from a month on. Individuals are documented elsewhere, so a session of one or two may
/// include gender.
fn version(shape: &Shape, insats: &str, month: usize) -> Value {
    let out = ruled_out(shape, month);
    let places = shape.places.iter().enumerate();
    let listed = places.filter(|(at, place)| *place != UNLISTED && !out.contains(at));
    let places: Vec<Value> = listed.map(|(_, slug)| json!({"slug": slug, "name": slug})).collect();
    let activities = shape.activities.iter().filter(|activity| *activity != UNLISTED);
    let activities: Vec<Value> = activities
        .map(|slug| json!({"slug": slug, "name": {"sv": slug, "en": slug}}))
        .collect();
    json!({
        "slug": insats, "name": {"sv": format!("Sångcafé {insats}"), "en": format!("Singing café {insats}")},
        "summary": {"sv": "Sång och fika.", "en": "Singing and coffee."}, "category": "motesplats",
        "validFrom": shape.months[month].first_day(),
        "decision": {"body": BODY, "date": "2025-09-17", "reference": "2025-09-17 § 88", "adoption": "adopted"},
        "legalBasis": ["11 kap. 5 § socialtjänstlagen (2025:400)"],
        "criteria": {"kind": "all", "of": []},
        "documentation": {"individualLevel": "required", "legalBasis": ["14 kap. 3 § socialtjänstlagen (2025:400)"],
            "groupLevel": {"items": ["date", "participants.total", "participants.gender"],
                "reporting": {"cycle": "month", "dueDays": 5}}},
        "places": places, "activities": activities,
    })
}

/// The record of a spot with a number: a session, or a period of persons or visits.
fn record(shape: &Shape, (spot, at): (usize, usize), counted: Counted) -> Value {
    let Spot {
        stream,
        month,
        place,
        activity,
    } = shape.spot(spot);
    let [women, men, other] = counted.genders;
    let mut record = json!({
        "level": "group", "provider": shape.streams[stream].provider,
        "participants": {"total": women + men + other, "women": women, "men": men, "otherOrUnknown": other},
    });
    // Unlisted labels are not published by name.
    for (dimension, name) in [
        ("place", &shape.places[place]),
        ("activity", &shape.activities[activity]),
    ] {
        if name != UNLISTED {
            record[dimension] = json!(name);
        }
    }
    let day = |day: usize| format!("{}-{day:02}", shape.months[month]);
    let (first, last) = (at * DAYS_OF_A_RECORD + 1, (at + 1) * DAYS_OF_A_RECORD);
    if counted.sessions == 1 {
        record["date"] = json!(day(first));
        return record;
    }
    record["period"] = json!({"from": day(first), "to": day(last)});
    if counted.sessions == 0 {
        record["unit"] = json!("persons");
    } else {
        record["unit"] = json!("visits");
        record["sessions"] = json!(counted.sessions);
    }
    record
}
