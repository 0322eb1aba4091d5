//! The fixed texts on the page of the follow-up.

use crate::domain::text::texts;

texts! {
    kind: "Uppföljning till nämnden, exakta uppgifter", "Follow-up for the board, exact figures";
    all_bodies: "Alla nämnder", "All boards";
    overview: "Överblick", "Overview";
    overview_caption: "Besök i varje insats, ändringen mot samma månader året före, och inlämnade rapporter.",
        "Attendances in each service, the change from the same months a year before, and reports handed in.";
    insats: "Insatsens namn", "Name of the service";
    reports: "Rapporter", "Reports";
    attention: "Att uppmärksamma", "Points to note";
    nothing_to_note: "Inget är försenat, och ingen ökning är över kommunens gräns.",
        "Nothing is overdue, and no growth is above the municipality's threshold.";
    no_insatser: "Ingen insats gällde under året.", "No service was in force in the year.";
    decision: "Beslutet", "The decision";
    no_decision: "Inget beslut är infört i katalogen", "No decision has been entered in the catalogue";
    time: "Giltighet", "Validity";
    asked: "Ska följas upp senast", "To be followed up by";
    followed_up: "Följdes upp", "Was followed up";
    documented: "Dokumenteras om gruppen", "Documented about the group";
    participation: "Besök under året", "Attendances in the year";
    gender: "Fördelning", "Distribution";
    sessions: "Antal tillfällen", "Number of sessions";
    rating: "Deltagarnas skattning", "Participants' rating";
    growth: "Utveckling", "Trend";
    reported: "Inlämnat", "Handed in";
    not_reported: "Inte rapporterat", "Not reported";
    everything_reported: "Alla rapporter som skulle ha kommit är inlämnade.",
        "Every report that was due has been handed in.";
    evaluations: "Utvärderingar", "Evaluations";
    months_caption: "Besök månad för månad, i år och året före.", "Attendances month by month, this year and the year before.";
    month: "Månaden", "The month";
    ends: "Det som upphör", "What ends";
    nothing_ends: "Inget beslut eller avtal upphör under året eller nästa år.",
        "No decision or agreement ends in the year or the next.";
    ends_caption: "Beslut och avtal som upphör, utan att något annat fortsätter.",
        "Decisions and agreements that end, without another that continues.";
    last_day: "Sista dagen", "Last day";
    what: "Vad", "What";
    source: "Uppgifternas adress:", "Address of the figures:";
}
