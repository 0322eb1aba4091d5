//! The fixed texts on the page of the annual report.

use crate::domain::text::texts;

texts! {
    kind: "Årsrapport", "Annual report";
    exact_kind: "Årsrapport, exakta uppgifter", "Annual report, exact figures";
    months: "Månad för månad", "Month by month";
    by_month: "Besök varje månad, och hur mycket de förändrats mot samma månad året före.",
        "Attendances every month, and how much they have changed from the same month a year before.";
    by_month_only: "Besök varje månad.", "Attendances every month.";
    no_months: "Lagen gäller från den 1 juli 2025. För året finns inga siffror.",
        "The act has been in force since 1 July 2025. There are no figures for the year.";
    by_gender: "Besök efter kön.", "Attendances by gender.";
    no_gender: "Inget är publicerat om deltagarnas kön.", "Nothing is published about the participants' gender.";
    places: "Platser", "Places";
    by_place: "Besök efter plats.", "Attendances by place.";
    no_places: "Inget redovisas per plats.", "Nothing is reported by place.";
    by_provider: "Besök efter utförare.", "Attendances by provider.";
    no_providers: "Inget redovisas per utförare.", "Nothing is reported by provider.";
    ratings: "Skattningar", "Ratings";
    sessions_and_ratings: "Tillfällen och skattningar", "Sessions and ratings";
    no_ratings: "De redovisas när alla årets siffror från en utförare är publicerade, och många har svarat.",
        "They are shown when all the year's figures from a provider are published, and many have answered.";
    no_sessions: "Inga är rapporterade.", "None are reported.";
    of_ratings: "Hur de som deltog skattade insatsen på en skala från 1 till 5. Ett streck betyder att uppgiften inte redovisas.",
        "How those who took part rated the service on a scale from 1 to 5. A dash means that it is not shown.";
    of_sessions: "Tillfällen, deltagare per tillfälle, och hur de som deltog skattade insatsen på en skala från 1 till 5. Ett streck betyder att uppgiften inte redovisas.",
        "Sessions, participants per session, and how those who took part rated the service on a scale from 1 to 5. A dash means that it is not shown.";
    provider_and_year: "Utförare och år", "Provider and year";
    sessions: "Tillfällen", "Sessions";
    per_session: "Per tillfälle", "Per session";
    rating: "Skattning", "Rating";
    decisions: "Beslut och uppföljning", "Decisions and follow-up";
    time: "Tid", "Time";
    decision: "Beslut", "Decision";
    no_decision: "Inget beslut är infört i katalogen.", "No decision has been entered in the catalogue.";
    due: "Ska följas upp", "To be followed up";
    followed_up: "Uppföljt", "Followed up";
    asked_for: "Ska dokumenteras om gruppen", "To be documented about the group";
    reported: "Rapporteras", "Reported";
    evaluation: "Utvärdering", "Evaluation";
    not_required: "Krävs inte.", "Not required.";
    words: "Orden i tabellerna", "Words in the tables";
    source: "Rapportens adress:", "Address of the report:";
}
