//! What can be said of criteria themselves, by their decision diagram.

use super::Criterion;
use super::ages::Ages;
use super::diagram::{Diagram, NEVER};
use super::fact::Fact;
use super::open_facts::{End, Known, Left};
use super::variables::{Classes, Key, OpenFact};

impl Criterion {
    /// Says whether somebody of these ages could meet the criteria, as far as they can be evaluated: what nobody can
    /// answer through the API is taken as met. Criteria too large to tell count as such that they could.
    pub(crate) fn may_be_met_by(&self, ages: Ages) -> bool {
        let Ok(diagram) = Diagram::of(self) else {
            return true;
        };
        if diagram.root == NEVER {
            return false;
        }
        let own_birth = Key::Fact(OpenFact::own(Fact::BirthDate));
        let known: Vec<Known> = diagram
            .variables
            .iter()
            .map(|variable| match &variable.classes {
                classes @ Classes::Ages(_) if variable.key == own_birth => Known::Among(
                    (0..classes.count())
                        .map(|class| classes.is_possible(class, ages))
                        .collect(),
                ),
                _ => Known::Nothing,
            })
            .collect();
        !matches!(diagram.left_when(&known), Left::Decided(End::NotMet))
    }
}
