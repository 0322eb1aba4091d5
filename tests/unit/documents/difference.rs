//! Tests of `documents/difference.rs`.

use serde_json::json;

use super::lines;

#[test]
fn tells_where_what_was_and_what_is() {
    let before = json!({"summary": {"sv": "Larm.", "en": "Alarm."}, "fee": {"kind": "free"},
        "notice": {"sv": "Stängt.", "fi": "Kiinni."},
        "places": [{"slug": "a", "name": "A"}, {"slug": "b", "name": "B"}], "legalBasis": ["x"]});
    let after = json!({"summary": {"sv": "Ett larm.", "en": "Alarm."}, "eService": "https://x",
        "notice": {"sv": "Stängt.", "fi": "Suljettu.", "svEasy": "Det är stängt."},
        "places": [{"slug": "b", "name": "B", "capacity": 30}, {"slug": "c", "name": "C"}], "legalBasis": ["x", "y"]});
    assert_eq!(
        lines(&before, &after),
        [
            "summary, in Swedish: “Larm.” → “Ett larm.”",
            "fee: {\"kind\":\"free\"} (gone)",
            "notice, in fi: “Kiinni.” → “Suljettu.”",
            "notice, in easy-read Swedish: “Det är stängt.” (new)",
            "places › a: {\"slug\":\"a\",\"name\":\"A\"} (gone)",
            "places › b › capacity: 30 (new)",
            "places › c: {\"slug\":\"c\",\"name\":\"C\"} (new)",
            "legalBasis: [\"x\"] → [\"x\",\"y\"]",
            "eService: “https://x” (new)",
        ]
    );
    assert!(lines(&before, &before).is_empty());
}
