//! The fixed texts of the form and of its answer.

use crate::domain::text::texts;

texts! {
    fault: "Fel", "Error";
    mend: "Rätta det här", "Correct this";
    intro: "Svara på några frågor, så ser du om du uppfyller villkoren. Vet du inte svaret går det att hoppa över frågan. Skriv aldrig namn eller personnummer.",
        "Answer a few questions to see whether you meet the conditions. If you do not know an answer, you can skip the question. Never write names or personal identity numbers.";
    kept: "Svaren sparas inte. De finns bara på sidan tills du stänger den.", "The answers are not stored. They are only on this page until you close it.";
    year_is_enough: "Vet du inte hela datumet räcker det med året, till exempel 1950.", "If you do not know the whole date, the year is enough, for example 1950.";
    next: "Fortsätt", "Continue";
    given: "Dina svar", "Your answers";
    change: "Ändra", "Change";
    over: "Börja om", "Start again";
    in_another_language: "Fortsätt med samma svar på", "Continue with the same answers in";
    about: "Läs om", "Read about";
    conditions: "Villkoren", "The conditions";
    why: "Varför villkoret finns:", "Why there is this condition:";
    missing: "Frågor som kan ändra svaret", "Questions that could change the answer";
    how: "Så får du insatsen", "How to get the service";
    elsewhere: "Vänd dig hit", "Contact";
    apply_here: "Ansök här:", "Apply at:";
    behind: "Vad svaret bygger på", "What this answer is based on";
    print: "Du kan skriva ut eller spara den här sidan i webbläsaren.", "You can print or save this page in your browser.";
}
