//! Who publishes the data of the service, and under which licence.

use strum::{EnumString, IntoStaticStr, VariantNames};

/// The organisation that publishes the data of the service, as catalogues of open data describe it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Publisher {
    /// Its name.
    pub name: String,
    /// The kind of organisation.
    pub kind: PublisherKind,
    /// The address of the licence of the data.
    pub licence: String,
}

/// A kind of organisation, from the list of ADMS that DCAT-AP-SE uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantNames)]
pub enum PublisherKind {
    /// A municipality, or several together.
    LocalAuthority,
    /// A region.
    RegionalAuthority,
    /// An authority of the state.
    NationalAuthority,
    /// A company.
    Company,
    /// An organisation that makes no profit.
    NonProfitOrganisation,
    /// An organisation outside the state.
    NonGovernmentalOrganisation,
}

impl PublisherKind {
    /// The address of the kind in the list.
    pub(crate) fn address(self) -> String {
        format!("http://purl.org/adms/publishertype/{}", <&str>::from(self))
    }
}
