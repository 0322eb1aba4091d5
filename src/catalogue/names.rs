//! What an insats is called, where its municipality may not have decided on it.

use chrono::NaiveDate;

use crate::domain::insatser::assessment_required;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::version::Version;
use crate::domain::{CatalogueText, Kommunkod};

use super::snapshot::Catalogue;

impl Catalogue {
    /// The insats of a municipality on a day; `None` if its catalogue has none of that name.
    pub(crate) fn standing(&self, kommunkod: Kommunkod, slug: &str, day: NaiveDate) -> Option<Standing<'_>> {
        self.municipality(kommunkod)?.insatser().get(slug)?.on(day)
    }

    /// The name of an insats: that of its version, otherwise that of the list of insatser that always require assessment,
    /// otherwise that of another municipality.
    pub(crate) fn name_of(&self, version: Option<&Version>, slug: &str) -> Option<CatalogueText> {
        let of_version = version.map(|version| version.name.clone());
        let of_list = || {
            let listed = assessment_required::all().iter().find(|listed| listed.slug == slug)?;
            Some(listed.name.clone().into())
        };
        let elsewhere = || {
            let mut insatser = self.municipalities().filter_map(|it| it.insatser().get(slug));
            insatser.find_map(|insats| Some(insats.versions().last()?.held.version.name.clone()))
        };
        of_version.or_else(of_list).or_else(elsewhere)
    }
}
