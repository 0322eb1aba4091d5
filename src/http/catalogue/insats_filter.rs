//! The parameters that say which insatser a list shows, of one municipality or of all.

use chrono::NaiveDate;

use crate::catalogue::listing::{Selection, Sort, Statuses};
use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::{date, line, too_long, word};
use crate::domain::fault::Code;
use crate::domain::insatser::insats::Status;
use crate::domain::insatser::version::Category;
use crate::domain::search::wanted::{Unsearchable, Wanted};
use crate::domain::text::{counted, text};
use crate::http::query::{query, true_or_false};

query! {
    /// Which insatser.
    Filter {
        /// The day of the question; today if absent. / Dagen som frågan avser; i dag om den utelämnas.
        #[param(format = "date", example = "2025-09-01")]
        as_of: Option<NaiveDate> = "asOf", date;
        /// Words in the name, slug, summary, target group, purpose, activities or places, in any language. Every word must be found: inflected, as a beginning, as a synonym, or with one typing error in a word of six letters or more. At most 16 words. The best match comes first. / Ord i namn, kortnamn, sammanfattning, målgrupp, syfte, aktiviteter eller platser, på alla språk. Alla ord ska finnas: böjda, som början av ett ord, som synonym eller med ett skrivfel i ett ord på minst sex bokstäver. Högst 16 ord. Bästa träffen kommer först.
        #[param(
            value_type = Option<String>,
            max_length = 300,
            pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*[0-9A-Za-z\\u00aa-\\uffff][^\\u0000-\\u001f\\u007f-\\u009f]*$",
            example = "traffpunkt"
        )]
        q: Option<Wanted> = "q", wanted;
        /// The kind of insats. / Slag av insats.
        #[param(inline, example = "motesplats")]
        category: Option<Category> = "category", word;
        /// Open to all or not. / Öppen för alla eller inte.
        #[param(example = true)]
        open_to_all: Option<bool> = "openToAll", true_or_false;
        /// One or more statuses, separated by commas. If absent: `inForce` in the list of a municipality; in the list of all municipalities, every insats that is in force on the day. / Ett eller flera lägen, åtskilda med komma. Om det utelämnas: `inForce` i en kommuns lista, och de som gäller den dagen i listan över alla kommuner.
        #[param(
            value_type = Option<String>,
            pattern = "^ *(inForce|upcoming|historical|incomplete|terminated)( *, *(inForce|upcoming|historical|incomplete|terminated))* *$",
            example = "inForce,upcoming"
        )]
        status: Option<Vec<Status>> = "status", statuses;
        /// `slug`, or `name` in Swedish order, also with `q`. If absent and without `q`: by municipality in Swedish order and `slug`. / `slug`, eller `name` i svensk ordning, också med `q`. Om det utelämnas utan `q`: efter kommun i svensk ordning och `slug`.
        #[param(value_type = Option<String>, pattern = "^(slug|name)$", example = "name")]
        sort: Option<Sort> = "sort", word;
    }
}

impl Filter {
    /// What the list contains. `by_default` are the statuses if the query has none.
    pub(crate) fn selection(self, by_default: Statuses) -> Selection {
        Selection {
            wanted: self.q,
            category: self.category,
            open_to_all: self.open_to_all,
            status: self.status.map_or(by_default, Statuses::AnyOf),
            sort: self.sort,
        }
    }
}

/// Reads words to look for, on one line without personal details.
pub(crate) fn wanted(node: &Node, faults: &mut Faults) -> Option<Wanted> {
    faults.refuse_personal_details(node);
    match Wanted::read(&line(node, faults)?) {
        Ok(wanted) => return Some(wanted),
        Err(Unsearchable::NoWord) => {
            let detail = text!("Texten har inget ord.", "The text has no word.");
            faults.at(node, Code::Empty, detail);
        }
        Err(Unsearchable::TooManyWords) => {
            let most = counted!(Wanted::MOST_WORDS, ("ord", "word"), ("ord", "words"));
            too_long(node, faults, &most);
        }
    }
    None
}

fn statuses(node: &Node, faults: &mut Faults) -> Option<Vec<Status>> {
    let Value::Text(list) = &node.value else {
        return None;
    };
    let one = |text: &str, faults: &mut Faults| {
        let node = Node::new(Value::Text(text.trim().to_owned()), node.pointer.clone(), None);
        word(&node, faults)
    };
    list.split(',').map(|text| one(text, faults)).collect()
}
