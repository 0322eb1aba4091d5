//! The rules that are newer than some published versions, in words.

use crate::domain::text::text;
use crate::domain::{Code, Fault, Text};

/// The rule behind a fault, for those who read what was published before the rule: without what the publisher can do.
pub(super) fn rule(fault: Fault) -> Text {
    match fault.code {
        Code::AlwaysRequiresIndividualAssessment => text!(
            "Namnet kan avse en insats som alltid kräver individuell behovsprövning.",
            "The name may mean a service that always requires an individual needs assessment."
        ),
        Code::OutsideActBasis => OUTSIDE_THE_ACT,
        Code::DocumentationBasisDisagrees => DOCUMENTATION_BASIS,
        Code::ExemptionBasisMissing => BASIS_OF_EXEMPTION,
        Code::RepealedAct => REPEALED_ACT,
        Code::AnonymousButDocumented => ANONYMOUS_PARTICIPANTS,
        Code::ReasonTooShort => REASONS,
        _ => fault.detail,
    }
}

/// An insats outside the act rests on another act.
pub(super) const OUTSIDE_THE_ACT: Text = text!(
    "En insats som inte omfattas av socialtjänstlagen (2025:400) behöver stöd i en annan lag eller förordning.",
    "A service that the Social Services Act (2025:400) does not cover needs a basis in another act or ordinance."
);

/// Each level of documentation rests on its own section.
pub(super) const DOCUMENTATION_BASIS: Text = text!(
    "Dokumentation på individnivå grundas på 14 kap. 3 § socialtjänstlagen (2025:400), rådgivning på 4 § och undantag på 5 §.",
    "Individual records are based on Chapter 14, Section 3 of the Social Services Act (2025:400), advice on Section 4 and exemptions on Section 5."
);

/// Only insatser under 11 kap. 5 § can be exempt.
pub(super) const BASIS_OF_EXEMPTION: Text = text!(
    "Bara insatser enligt 11 kap. 5 § socialtjänstlagen (2025:400) kan undantas från dokumentation på individnivå (14 kap. 5 §).",
    "Only services under Chapter 11, Section 5 of the Social Services Act (2025:400) can be exempt from individual records (Chapter 14, Section 5)."
);

/// The act of 2001 is repealed.
pub(super) const REPEALED_ACT: Text = text!(
    "Socialtjänstlagen (2001:453) är upphävd och gäller inte efter den 30 juni 2025.",
    "The Social Services Act (2001:453) has been repealed and does not apply after 30 June 2025."
);

/// Those who are documented are not anonymous.
pub(super) const ANONYMOUS_PARTICIPANTS: Text = text!(
    "Den som deltar kan inte vara anonym när insatsen dokumenteras på individnivå (14 kap. 3 § socialtjänstlagen).",
    "People who take part cannot be anonymous when records are kept at individual level (Chapter 14, Section 3 of the Social Services Act)."
);

/// A reason is given in words.
pub(super) const REASONS: Text = text!(
    "En begränsning kräver sakliga skäl (2 kap. 3 § kommunallagen) och ett undantag särskilda skäl (14 kap. 5 § socialtjänstlagen).",
    "A limit requires objective grounds (Chapter 2, Section 3 of the Local Government Act) and an exemption requires special reasons (Chapter 14, Section 5 of the Social Services Act)."
);
