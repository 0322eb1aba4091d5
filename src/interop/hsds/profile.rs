//! The profile of HSDS that the API follows: JSON Merge Patches (RFC 7386) to the schemas of HSDS, with their file names.

use serde_json::{Value, json};

use super::ids::NAMESPACE;
use super::{OPENAPI, VERSION};

/// The patches: the name of the file in HSDS, and the patch with the placeholders `{base}`, `{hsds}` and `{version}`.
const PATCHES: [(&str, &str); 3] = [
    ("service.json", include_str!("profile/service.json")),
    (
        "service_at_location.json",
        include_str!("profile/service_at_location.json"),
    ),
    ("openapi.json", include_str!("profile/openapi.json")),
];

/// The addresses that the documents of the API name.
#[derive(Clone, Copy)]
pub(crate) struct Addresses<'a> {
    /// The public address of the HSDS API.
    pub hsds: &'a str,
    /// The public address of the service's own API.
    pub base: &'a str,
}

impl Addresses<'_> {
    fn profile(self) -> String {
        format!("{}/profile", self.hsds)
    }

    /// What the API says about itself. `contact` is the e-mail address of the operator.
    pub(crate) fn metadata(self, contact: Option<&str>) -> Value {
        let mut metadata = json!({
            "version": VERSION,
            "profile": self.profile(),
            "openapi_url": OPENAPI,
            "description": "Kommuners insatser utan individuell behovsprövning (11 kap. 5 § socialtjänstlagen), som gäller i dag.",
        });
        if let Some(email) = contact {
            metadata["publisher"] = json!({"email": email});
        }
        metadata
    }

    /// The profile: what it adds to HSDS, and where its patches are.
    pub(crate) fn index(self) -> Value {
        let patches = PATCHES.map(|(name, _)| json!({"file": name, "url": format!("{}/{name}", self.profile())}));
        json!({
            "name": "insatskatalog",
            "hsds_version": VERSION,
            "description": "The profile adds the criteria of a service as a tree, its activities with criteria of their own, its providers and its address in the API of insatskatalog. It has no operations with POST, and no postcode or proximity.",
            "patches": patches,
            "identifiers": {
                "description": "Every identifier is a UUID of version 5 in this namespace, of a name that begins with the code of the municipality.",
                "namespace": NAMESPACE.to_string(),
                "names": {
                    "service": "{kommunkod}/insatser/{slug}",
                    "service_at_location": "{kommunkod}/insatser/{slug}/places/{place}/serviceAtLocation",
                    "location": "{kommunkod}/insatser/{slug}/places/{place}",
                    "organization": ["{kommunkod}", "{kommunkod}/bodies/{slug}", "{kommunkod}/providers/{slug}"],
                    "taxonomy": "taxonomies/{list}",
                    "taxonomy_term": "taxonomies/{list}/{word}",
                },
            },
        })
    }

    /// A patch by the name of its file.
    pub(crate) fn patch(self, file: &str) -> Option<Vec<u8>> {
        let (_, patch) = PATCHES.into_iter().find(|(name, _)| *name == file)?;
        let patch = patch
            .replace("{base}", self.base)
            .replace("{hsds}", self.hsds)
            .replace("{version}", env!("CARGO_PKG_VERSION"));
        Some(patch.into_bytes())
    }
}
