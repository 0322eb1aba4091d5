//! The catalogues embedded in the program.

/// The municipalities' catalogues: file name and text.
pub const CATALOGUES: [(&str, &str); 4] = [
    ("0180-stockholm.yaml", include_str!("../../data/0180-stockholm.yaml")),
    ("0188-norrtalje.yaml", include_str!("../../data/0188-norrtalje.yaml")),
    ("1270-tomelilla.yaml", TOMELILLA),
    ("0127-botkyrka.yaml", include_str!("../../data/0127-botkyrka.yaml")),
];

/// The catalogue of Tomelilla, used for the examples of the specification.
pub const TOMELILLA: &str = include_str!("../../data/1270-tomelilla.yaml");

/// A template that a municipality imports under its own code: file name and text.
pub const TEMPLATE: (&str, &str) = (
    "mall-socialnamnd.yaml",
    include_str!("../../data/mall-socialnamnd.yaml"),
);
