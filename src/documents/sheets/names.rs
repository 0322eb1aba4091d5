//! Names of insatser and providers, which a sheet may state instead of slugs.

use crate::documents::faults::nearest;
use crate::domain::Slug;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::letters::folded;

/// The names of a municipality's insatser and providers.
#[derive(Clone, Debug, Default)]
pub struct Names {
    insatser: Named,
    providers: Named,
}

/// Names in any spelling, as written and with their slugs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named(Vec<Name>);

#[derive(Clone, Debug)]
struct Name {
    spelled: String,
    written: String,
    slug: Slug,
}

impl Names {
    /// The names in a municipality's catalogue: of each insats, those of all its versions.
    pub fn of(municipality: &Municipality) -> Self {
        let mut names = Self::default();
        for (slug, insats) in municipality.insatser() {
            for version in insats.versions() {
                for (_, name) in version.held.version.name.by_language() {
                    names.insatser.add(name, slug);
                }
            }
        }
        for (slug, provider) in municipality.providers() {
            names.providers.add(&provider.provider.name, slug);
        }
        names
    }

    pub(crate) const fn insatser(&self) -> &Named {
        &self.insatser
    }

    pub(crate) const fn providers(&self) -> &Named {
        &self.providers
    }
}

impl Named {
    fn add(&mut self, name: &str, slug: &Slug) {
        let spelled = spelled(name);
        if !self
            .0
            .iter()
            .any(|known| known.spelled == spelled && known.slug == *slug)
        {
            self.0.push(Name {
                spelled,
                written: name.to_owned(),
                slug: slug.clone(),
            });
        }
    }

    /// The slugs that a cell may mean: its own if it is one, otherwise all with that name.
    pub(crate) fn meant(&self, cell: &str) -> Vec<&Slug> {
        if let Some(known) = self.0.iter().find(|known| known.slug.as_str() == cell.trim()) {
            return vec![&known.slug];
        }
        let wanted = spelled(cell);
        let of_name = self.0.iter().filter(|known| known.spelled == wanted);
        let mut slugs: Vec<&Slug> = of_name.map(|known| &known.slug).collect();
        slugs.sort_unstable();
        slugs.dedup();
        slugs
    }

    /// The name that a cell is nearest to.
    pub(crate) fn nearest(&self, cell: &str) -> Option<&str> {
        let known = self
            .0
            .iter()
            .flat_map(|known| [known.written.as_str(), known.slug.as_str()]);
        nearest(cell.trim(), known)
    }
}

/// A name without differences in case, diacritics and spaces.
fn spelled(name: &str) -> String {
    folded(name).split_whitespace().collect::<Vec<_>>().join(" ")
}
