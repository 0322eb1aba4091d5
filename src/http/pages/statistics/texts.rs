//! The fixed texts of the page about the figures of an insats.

use crate::domain::text::texts;

texts! {
    statistics: "Besöksstatistik", "Attendance statistics";
    nothing_yet: "Kommunen har inte publicerat några siffror om insatsen än.", "The municipality has not published any figures for the service yet.";
    hidden: "Varför en del inte visas", "Why some figures are not shown";
    why_hidden: "Kommunen publicerar en siffra först när den inte kan avslöja något om ett fåtal personer. Andra siffror ingår i en större summa.",
        "The municipality publishes a figure only when it cannot reveal anything about a few people. Other figures are included in a larger total.";
    reports: "Årsrapporter", "Annual reports";
    files: "Siffrorna som filer", "The figures as files";
    csv: "Månad för månad, för kalkylprogram (CSV)", "Month by month, for spreadsheets (CSV)";
    json_stat: "Månad för månad, för statistikprogram (JSON-stat)", "Month by month, for statistics software (JSON-stat)";
}
