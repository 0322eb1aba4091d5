//! Catalogue files in YAML.

use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::documents::yaml;

pub fn read(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let is_yaml = yaml::read(text).is_ok();
    let file = CatalogueFile::read(text, None);
    assert!(is_yaml || file.is_err(), "what is no YAML is no catalogue file");
    if let Err(faults) = file {
        assert!(!faults.is_empty(), "a refusal says why");
    }
}
