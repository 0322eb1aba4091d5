//! What closed lists of the catalogue are called.

use crate::domain::Text;
use crate::domain::text::text;

use super::insats::Status;
use super::version::{Booking, Category, FeeKind};

/// The name of the category.
pub(crate) fn of_category(category: Category) -> Text {
    match category {
        Category::Motesplats => text!("Mötesplats", "Meeting place"),
        Category::Anhorigstod => text!("Anhörigstöd", "Support for family carers"),
        Category::RadOchStod => text!("Råd och stöd", "Advice and support"),
        Category::TrygghetIHemmet => text!("Trygghet i hemmet", "Safety at home"),
        Category::Sysselsattning => text!("Sysselsättning", "Meaningful occupation"),
        Category::Service => text!("Service", "Practical help"),
        Category::BarnOchUnga => text!("Barn och unga", "Children and young people"),
        Category::Familj => text!("Familj", "Families"),
        Category::ValdINaraRelation => text!("Våld i nära relation", "Domestic abuse"),
        Category::Beroende => text!("Beroende", "Addiction"),
        Category::Funktionsnedsattning => text!("Funktionsnedsättning", "Disability"),
        Category::Boende => text!("Boende", "Housing"),
        Category::Ovrigt => text!("Övrigt", "Other"),
    }
}

/// The name of the status.
pub(crate) fn of_status(status: Status) -> Text {
    match status {
        Status::InForce => text!("Gäller", "In force"),
        Status::Upcoming => text!("Kommande", "Upcoming"),
        Status::Historical => text!("Historisk", "Historical"),
        Status::Incomplete => text!("Gäller, utan kända villkor", "In force, without known conditions"),
        Status::Terminated => text!("Upphörd", "Terminated"),
    }
}

/// The kind of fee in words.
pub(crate) fn of_fee(fee: FeeKind) -> Text {
    match fee {
        FeeKind::Free => text!("Gratis", "Free of charge"),
        FeeKind::AtCost => text!("Till självkostnadspris", "At cost"),
        FeeKind::Amount => text!("En avgift tas ut", "A fee is charged"),
    }
}

/// Whether booking is needed.
pub(crate) const fn of_booking(booking: Booking) -> Text {
    match booking {
        Booking::None => text!("Du behöver inte boka.", "You do not need to book."),
        Booking::Optional => text!("Du kan boka.", "You can book."),
        Booking::Required => text!("Du behöver boka.", "You need to book."),
    }
}

/// Whether a referral is needed.
pub(crate) const fn of_referral(is_needed: bool) -> Text {
    if is_needed {
        text!("Du behöver en remiss.", "You need a referral.")
    } else {
        text!("Du behöver ingen remiss.", "You do not need a referral.")
    }
}

/// That people can take part anonymously.
pub(crate) const ANONYMOUS: Text = text!("Du kan vara anonym.", "You can be anonymous.");
