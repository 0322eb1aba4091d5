//! The columns of a sheet of questions, and the faults of their headers.

use std::collections::HashSet;

use crate::documents::faults::nearest;
use crate::documents::sheets::cells::is_empty;
use crate::domain::criteria::fact::Fact;
use crate::domain::fault::MAX_FAULTS;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Slug, Text};

/// The members of a question beside its facts.
const MEMBERS: [&str; 6] = ["reference", "kommunkod", "insats", "activity", "place", "asOf"];
/// The members that every question has.
const REQUIRED: [&str; 3] = ["reference", "kommunkod", "insats"];
/// What the headers of a municipality's own questions begin with.
const LOCAL: &str = "selfDeclared.local.";

/// A column of a sheet of questions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    /// A member of the question.
    Member(&'static str),
    /// A fact about the person, by its name.
    Fact(Fact),
    /// The answer to a municipality's own question.
    Local(Slug),
}

impl Column {
    fn of(header: &str) -> Option<Self> {
        let header = header.trim();
        if let Some(slug) = header.strip_prefix(LOCAL) {
            return Slug::parse(slug).map(Self::Local);
        }
        let member = MEMBERS.into_iter().find(|name| header.eq_ignore_ascii_case(name));
        let fact = || facts().find(|fact| header.eq_ignore_ascii_case(fact.name()));
        member.map(Self::Member).or_else(|| fact().map(Self::Fact))
    }

    /// Whether a fault at a pointer is about the column.
    pub(super) fn is_at(&self, pointer: &str) -> bool {
        let names = |name: &str| pointer.strip_prefix('/').is_some_and(|pointer| pointer == name);
        match self {
            Self::Member(name) => names(name),
            Self::Local(slug) => names(&format!("facts/selfDeclared/local/{slug}")),
            Self::Fact(fact) => {
                let place = format!("/facts/{}", fact.name().replace('.', "/"));
                let rest = pointer.strip_prefix(&*place);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
        }
    }
}

/// The facts that a cell can state: all but the lists of persons.
fn facts() -> impl Iterator<Item = Fact> {
    Fact::all().filter(|fact| !matches!(fact, Fact::Persons(_)))
}

/// The column under each header.
pub(super) fn columns_of(header: &[String]) -> Vec<Option<Column>> {
    header.iter().map(|header| Column::of(header)).collect()
}

/// The number of known columns.
pub(super) fn known(columns: &[Option<Column>]) -> usize {
    columns.iter().flatten().count()
}

/// Every unknown, duplicate and missing header.
pub(super) fn faults_of_header(header: &[String], columns: &[Option<Column>], line: usize) -> Vec<Fault> {
    let fault = |code, detail: Text| Fault {
        line: Some(line),
        ..Fault::new("", code, detail)
    };
    let headers = || MEMBERS.into_iter().chain(facts().map(Fact::name));
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for ((header, column), number) in header.iter().zip(columns).zip(1_usize..) {
        match column {
            Some(column) if !seen.insert(column) => faults.push(fault(
                Code::DuplicateMember,
                composed!(
                    "Rubriken i kolumn {number} finns mer än en gång.",
                    "The header of column {number} occurs more than once."
                ),
            )),
            Some(_) => {}
            None if is_empty(header) => {}
            None => {
                let meant = nearest(header.trim(), headers());
                let detail = if let Some(meant) = meant {
                    composed!(
                        "Okänd rubrik i kolumn {number}. Menar du {meant}?",
                        "Unknown header in column {number}. Do you mean {meant}?"
                    )
                } else {
                    let all = headers().collect::<Vec<_>>().join(", ");
                    composed!(
                        "Okänd rubrik i kolumn {number}. Rubrikerna är: {all}.",
                        "Unknown header in column {number}. The headers are: {all}."
                    )
                };
                faults.push(fault(Code::UnknownMember, detail));
            }
        }
        if faults.len() > MAX_FAULTS {
            return faults;
        }
    }
    let missing = REQUIRED
        .into_iter()
        .filter(|name| !seen.contains(&Column::Member(name)));
    faults.extend(missing.map(|name| {
        let detail = composed!("Rubriken {name} saknas.", "The header {name} is missing.");
        fault(Code::MissingMember, detail)
    }));
    faults
}

/// The fault of a sheet without a header.
pub(crate) fn no_header() -> Fault {
    let detail = text!(
        "Bladet har ingen rubrikrad. Första raden ska vara rubriker som reference;kommunkod;insats;birthDate.",
        "The sheet has no header. The first row must be headers such as reference;kommunkod;insats;birthDate."
    );
    Fault::new("", Code::Empty, detail)
}
