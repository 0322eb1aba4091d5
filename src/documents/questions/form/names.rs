//! The names of fields, and the facts that they state.

use strum::VariantArray as _;

use crate::domain::Slug;
use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::facts::MAX_PERSONS;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};

/// The value of a field whose answer the person does not know.
pub(crate) const UNKNOWN: &str = "unknown";
/// The value that says that none of several choices is true.
pub(crate) const NONE_OF_THEM: &str = "none";
/// The field that names the part of the insats asked about: [`WHOLE`], or `activity.` or `place.` and a slug.
pub(crate) const PART: &str = "part";
/// The value of [`PART`] for the insats itself.
pub(crate) const WHOLE: &str = "insats";
/// What the names of a municipality's own questions begin with.
const LOCAL: &str = "selfDeclared.local.";

/// The name of the field for a fact.
pub(crate) fn name_of(open: &OpenFact) -> String {
    let fact = match &open.ask {
        Ask::Fact(fact) => fact.name().to_owned(),
        Ask::Local(slug) => format!("{LOCAL}{slug}"),
    };
    match open.whom {
        Whom::Own => fact,
        Whom::Listed(persons, at) => {
            let list: &str = persons.into();
            format!("{list}.{at}.{fact}")
        }
    }
}

/// The fact that a field states; `None` if no form has a field of that name.
pub(crate) fn fact_of(name: &str) -> Option<OpenFact> {
    let listed = Persons::VARIANTS.iter().find_map(|&persons| {
        let list: &str = persons.into();
        let (at, fact) = name.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
        let number = at.parse::<u8>().ok()?;
        let is_known = usize::from(number) < MAX_PERSONS && number.to_string() == at;
        is_known.then_some((Whom::Listed(persons, number), fact))
    });
    let (whom, fact) = listed.unwrap_or((Whom::Own, name));
    let ask = match fact.strip_prefix(LOCAL) {
        Some(slug) => Ask::Local(Slug::parse(slug)?),
        None => Ask::Fact(Fact::all().find(|known| known.name() == fact)?),
    };
    let is_asked = match ask {
        // A date of birth says these too.
        Ask::Fact(Fact::BirthYear | Fact::BirthMonth | Fact::Age) => false,
        Ask::Fact(Fact::Persons(_) | Fact::RelativeResidenceMunicipality | CONSENT) => whom == Whom::Own,
        _ => true,
    };
    is_asked.then_some(OpenFact { whom, ask })
}

/// Consent is of the person asked about alone.
const CONSENT: Fact = Fact::Declared(Declarable::GuardianConsents);

/// The name of the field that a fault is about, by the fault's pointer into the question; `None` for no field.
pub(crate) fn field_of_fault(pointer: &str) -> Option<String> {
    let Some(fact) = pointer.strip_prefix("/facts/") else {
        return ["/activity", "/place"].contains(&pointer).then(|| PART.to_owned());
    };
    let mut parts: Vec<&str> = fact.split('/').collect();
    if let Some(at) = parts.iter().position(|part| *part == "relativeReasons") {
        parts.truncate(at + 1);
    }
    if let Some(last) = parts.last_mut()
        && ["birthYear", "birthMonth", "age"].contains(last)
    {
        *last = Fact::BirthDate.name();
    }
    let name = parts.join(".");
    fact_of(&name).map(|_| name)
}

#[cfg(test)]
mod tests {
    use super::{fact_of, field_of_fault, name_of};

    #[test]
    fn each_name_leads_to_its_fact_and_back() {
        for name in [
            "birthDate",
            "registeredMunicipality",
            "household",
            "selfDeclared.homeCare",
            "selfDeclared.relativeReasons",
            "selfDeclared.guardianConsents",
            "selfDeclared.local.planera-sjalv",
            "partner.0.birthDate",
            "children.19.selfDeclared.local.gar-i-skolan",
        ] {
            let fact = fact_of(name);
            assert_eq!(fact.as_ref().map(name_of).as_deref(), Some(name));
        }
    }

    #[test]
    fn knows_no_other_names() {
        for name in [
            "",
            "age",
            "birthYear",
            "asOf",
            "name",
            "partner.0",
            "partner.00.birthDate",
            "partner.20.birthDate",
            "partner.0.partner",
            "partner.0.selfDeclared.guardianConsents",
            "selfDeclared.local.Inte slug",
            "selfDeclared.unknown",
        ] {
            assert!(fact_of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn a_fault_leads_to_its_field() {
        for (pointer, name) in [
            ("/facts/birthYear", Some("birthDate")),
            ("/facts/partner/0/birthMonth", Some("partner.0.birthDate")),
            (
                "/facts/selfDeclared/relativeReasons/1",
                Some("selfDeclared.relativeReasons"),
            ),
            ("/facts/household", Some("household")),
            ("/activity", Some("part")),
            ("/facts", None),
            ("", None),
        ] {
            assert_eq!(field_of_fault(pointer).as_deref(), name, "{pointer}");
        }
    }
}
