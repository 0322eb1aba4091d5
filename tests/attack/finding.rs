//! What an attacker found: the extent of the attack, and the leaks.

use std::collections::HashMap;
use std::fmt;

use crate::atoms::AtomSet;
use crate::class::{Class, Slot};
use crate::plan::{Corrections, Plan};
use crate::publication::Answer;

/// The maximum number of leaks printed.
const WRITTEN: usize = 3;

/// What an attacker found.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Worlds that were checked.
    pub worlds: u64,
    /// Worlds with a truncated list.
    pub cut_off: u64,
    /// Different outputs.
    pub outputs: u64,
    /// Parts that may be small according to an output.
    pub targets: u64,
    /// Parts with fewer than k possible values.
    pub leaks: u64,
    /// The smallest number of possible values.
    pub least: Option<u32>,
    /// The first leaks.
    pub written: Vec<String>,
}

impl Finding {
    /// Checks every class of a plan.
    pub fn of(plan: &Plan, answers: &[Answer], classes: HashMap<Vec<u32>, Class>, slots: &[Slot]) -> Self {
        let mut finding = Self::default();
        // In the order of their outputs, so that the result is the same every time.
        let mut classes: Vec<(Vec<u32>, Class)> = classes.into_iter().collect();
        classes.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (history, class) in classes {
            let width = history.len() / plan.k.len();
            let read: Vec<&Answer> = history
                .chunks(width)
                .map(|of_step| &answers[of_step[0] as usize])
                .collect();
            if is_cut_off(plan, &read, &class) {
                finding.cut_off += class.worlds;
                continue;
            }
            finding.outputs += 1;
            finding.worlds += class.worlds;
            finding.judge(plan, &read, &class, slots);
        }
        finding
    }

    fn judge(&mut self, plan: &Plan, read: &[&Answer], class: &Class, slots: &[Slot]) {
        let k = i64::from(*plan.k.iter().min().expect("a release"));
        for (slot, values) in slots.iter().zip(&class.values) {
            if !values.each().any(|value| (1..k).contains(&value.abs())) {
                continue;
            }
            self.targets += 1;
            self.least = Some(self.least.map_or(values.count(), |least| least.min(values.count())));
            if i64::from(values.count()) < k {
                self.leaks += 1;
                if self.written.len() < WRITTEN {
                    let values: Vec<i64> = values.each().collect();
                    self.written.push(written(plan, read, class, slot, &values));
                }
            }
        }
    }

    /// Combines two findings.
    pub fn and(mut self, other: Self) -> Self {
        self.worlds += other.worlds;
        self.cut_off += other.cut_off;
        self.outputs += other.outputs;
        self.targets += other.targets;
        self.leaks += other.leaks;
        self.least = self.least.into_iter().chain(other.least).min();
        self.written.extend(other.written);
        self.written.truncate(WRITTEN);
        self
    }
}

/// Whether a world with the same output may exceed the bound.
///
/// Published or known figures have a bound. A hidden figure may be 2k larger.
fn is_cut_off(plan: &Plan, read: &[&Answer], class: &Class) -> bool {
    let shape = &plan.shape;
    let room = i64::from(plan.bound - 2 * plan.k.iter().max().expect("a release"));
    // A published total bounds its hidden parts.
    let is_unbounded = |last: &&Answer| {
        let totals = last.shown.iter().fold(AtomSet::default(), |set, (of, _)| set.or(*of));
        last.hidden.iter().any(|set| !set.is_within(totals))
    };
    let has_hidden = plan.corrections != Corrections::None || read.last().is_some_and(is_unbounded);
    let known: AtomSet = plan.known.iter().fold(AtomSet::default(), |set, stream| {
        set.or(shape.whole(&shape.streams[*stream], &shape.months))
    });
    let is_large = |(answer, counted): (&&Answer, &Vec<i64>)| {
        let others = answer.shown.iter().filter(|(set, _)| !set.is_within(known));
        known.sum(counted) + others.map(|(_, value)| value).sum::<i64>() > room
    };
    has_hidden && read.iter().zip(&class.first).any(is_large)
}

fn written(plan: &Plan, read: &[&Answer], class: &Class, slot: &Slot, values: &[i64]) -> String {
    use std::fmt::Write;
    let shape = &plan.shape;
    let mut text = format!("k {:?}, {:?}, known {:?}\n", plan.k, plan.corrections, plan.known);
    for (step, (answer, counted)) in read.iter().zip(&class.first).enumerate() {
        let shown: Vec<String> = answer
            .shown
            .iter()
            .map(|(set, value)| format!("{} = {value}", shape.write(*set)))
            .collect();
        let hidden: Vec<String> = answer.hidden.iter().map(|set| shape.write(*set)).collect();
        let _ = writeln!(
            text,
            "release {step}: shown {shown:?}, hidden {hidden:?}, years {:?}; one such world: {counted:?}",
            answer.years
        );
    }
    let _ = write!(
        text,
        "{} at release {} since {:?}: only {values:?} stay possible in {} worlds",
        shape.write(slot.of),
        slot.step,
        slot.since,
        class.worlds
    );
    text
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} worlds, {} outputs, {} small parts, {} leaks, least values left {:?} ({} worlds cut off)",
            self.worlds, self.outputs, self.targets, self.leaks, self.least, self.cut_off
        )
    }
}
