//! What forbids a release: newer rules in the database, or a restored database that lacks releases that people have seen.

use crate::domain::statistics::Month;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Text};

use super::disclosure::RULES_VERSION;

/// What the database requires of a release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restrictions {
    /// The lowest version of the rules that may release.
    pub lowest_rules: i32,
    /// Whether the database was restored, and nobody has said which releases the copy lacks.
    pub awaits_restored: bool,
    /// The last month whose release is public, also if the database lost it.
    pub released_through: Option<Month>,
}

/// Why a month must not be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// The database follows newer rules than this program.
    NewerRules,
    /// The restore of the database is not ended.
    RestoreNotEnded,
    /// The month and others through this one were released before the restore, and are not imported.
    ReleasedBefore(Month),
}

impl Restrictions {
    /// Why a month that the database has not released must not be released; `None` if it may.
    pub fn forbid(&self, month: Month) -> Option<Forbidden> {
        if self.lowest_rules > RULES_VERSION {
            return Some(Forbidden::NewerRules);
        }
        if self.awaits_restored {
            return Some(Forbidden::RestoreNotEnded);
        }
        let through = self.released_through.filter(|through| month <= *through);
        through.map(Forbidden::ReleasedBefore)
    }
}

impl Forbidden {
    /// The code of the problem.
    pub(crate) const fn code(self) -> Code {
        match self {
            Self::NewerRules => Code::NewerRules,
            Self::RestoreNotEnded => Code::RestoreNotEnded,
            Self::ReleasedBefore(_) => Code::ReleaseNotImported,
        }
    }

    /// Why, and what to do.
    pub(crate) fn text(self) -> Text {
        match self {
            Self::NewerRules => text!(
                "Databasen följer nyare regler för publicering än det här programmet. Publicera med ett nyare program.",
                "The database follows newer rules for releases than this program. Release with a newer program."
            ),
            Self::RestoreNotEnded => text!(
                "Databasen är återställd. Ange först vilka månader som redan är publicerade: insatskatalog restored.",
                "The database was restored. First state which months are already released: insatskatalog restored."
            ),
            Self::ReleasedBefore(through) => composed!(
                "Månaderna till och med {through} publicerades innan databasen återställdes. Läs in dem från deras \
                 offentliga svar: insatskatalog release import.",
                "The months through {through} were released before the database was restored. Import them from their \
                 public answers: insatskatalog release import."
            ),
        }
    }
}
