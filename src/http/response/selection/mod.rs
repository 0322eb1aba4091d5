//! Selected members of an answer: `fields` names them, and `view=summary` is a short form. `_links` and `_meta` stay.

mod members;

use std::marker::PhantomData;
use std::rc::Rc;

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::word;
use crate::domain::Code;
use crate::domain::text::text;
use crate::http::problems::Problem;
use crate::http::query::{one_or_more_of, query};

pub(crate) use members::members;

query! {
    /// Which members of an object an answer shows.
    SelectionQuery {
        /// The members to show, separated by commas; all if absent. Other required members are then missing, but `_links` and
        /// `_meta` stay. / Fälten som visas, åtskilda med komma; alla om det utelämnas. Andra obligatoriska fält saknas då.
        #[param(value_type = Option<String>, example = "slug,name,summary")]
        fields: Option<Vec<String>> = "fields", names;
        /// `summary` is a short form for lists on web pages, instead of `fields`. / `summary` är en kort form för listor på
        /// webbsidor, i stället för `fields`.
        #[param(value_type = Option<String>, pattern = "^summary$", example = "summary")]
        view: Option<View> = "view", word;
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum View {
    Summary,
}

fn names(node: &Node, _: &mut Faults) -> Option<Vec<String>> {
    let Value::Text(list) = &node.value else {
        return None;
    };
    Some(list.split(',').map(|name| name.trim().to_owned()).collect())
}

/// An object whose members can be selected.
pub(crate) trait Selectable: ToSchema {
    /// The members of the short form.
    const SUMMARY: &'static [&'static str];

    /// All members.
    fn members() -> &'static [String];
}

/// Declares the members of an object's short form. The schema of the object names all members.
macro_rules! selectable {
    ($type:ty: $($name:literal),+) => {
        impl $crate::http::response::selection::Selectable for $type {
            const SUMMARY: &'static [&'static str] = &[$($name),+];

            fn members() -> &'static [String] {
                static MEMBERS: std::sync::LazyLock<Vec<String>> =
                    std::sync::LazyLock::new($crate::http::response::selection::members::<$type>);
                &MEMBERS
            }
        }
    };
}
pub(crate) use selectable;

impl SelectionQuery {
    /// The selected members of an object; 400 with the possible ones if it lacks one.
    pub(crate) fn of<T: Selectable>(&self) -> Result<MemberSelection<T>, Problem> {
        let selected = match (&self.fields, self.view) {
            (None, None) => None,
            (None, Some(View::Summary)) => Some(T::SUMMARY.iter().map(|name| (*name).to_owned()).collect()),
            (Some(fields), None) => {
                if !fields.iter().all(|field| T::members().contains(field)) {
                    let all = T::members().join(", ");
                    return Err(Problem::of_fault(
                        "/query/fields",
                        Code::NotInList,
                        one_or_more_of(&all),
                    ));
                }
                Some(fields.clone())
            }
            (Some(_), Some(_)) => {
                let detail = text!("Skicka fields eller view, inte båda.", "Send fields or view, not both.");
                return Err(Problem::of_fault("/query/view", Code::ConflictingMembers, detail));
            }
        };
        Ok(MemberSelection {
            selected: selected.map(Rc::new),
            of: PhantomData,
        })
    }
}

/// The selected members of an object.
pub(crate) struct MemberSelection<T> {
    /// `None` for all members.
    selected: Option<Rc<Vec<String>>>,
    of: PhantomData<T>,
}

impl<T> MemberSelection<T> {
    /// All members.
    pub(crate) const ALL: Self = Self {
        selected: None,
        of: PhantomData,
    };

    /// Whether any of some members is selected.
    pub(crate) fn has_any_of(&self, members: &[&str]) -> bool {
        let is_asked = |selected: &String| members.contains(&selected.as_str());
        self.selected
            .as_ref()
            .is_none_or(|selected| selected.iter().any(is_asked))
    }

    /// The object with its selected members.
    pub(crate) fn of(&self, object: T) -> Selected<T> {
        Selected {
            object,
            selected: self.selected.clone(),
        }
    }
}

/// An object that shows its selected members.
pub(crate) struct Selected<T> {
    object: T,
    selected: Option<Rc<Vec<String>>>,
}

impl<T: Serialize> Serialize for Selected<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.selected {
            Some(selected) => self.object.serialize(members::Selecting {
                serializer,
                selected: selected.as_slice(),
            }),
            None => self.object.serialize(serializer),
        }
    }
}
