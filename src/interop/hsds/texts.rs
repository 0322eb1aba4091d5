//! The texts of a service: whom it is for, how to get it, what it costs and what else to know.

use crate::domain::CatalogueText;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::eligibility::answer::MAY_APPLY_ANYWAY;
use crate::domain::eligibility::warning::Warning;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::labels;
use crate::domain::insatser::municipality::WhereToApply;
use crate::domain::text::composed;

use super::offered::Offered;
use super::stated::joined;

fn sv(text: &CatalogueText) -> String {
    text.sv.clone()
}

/// Whom the service is for: the target group, the conditions of the insats and of its activities, and the right to apply.
pub(crate) fn eligibility(offered: &Offered) -> Option<String> {
    let version = offered.version;
    let questions = offered.questions();
    let of_activities = version.activities.iter().filter_map(|activity| {
        let criteria = activity.criteria.as_ref()?;
        let condition = sentence(Some(criteria), questions).sv;
        Some(format!("{}: {condition}", activity.name.sv))
    });
    let of_places = version.places.iter().filter_map(|place| {
        let criteria = place.criteria.as_ref()?;
        let condition = sentence(Some(criteria), questions).sv;
        Some(format!("{}: {condition}", place.name))
    });
    let target_group = version.target_group.iter().map(sv);
    let conditions = [sentence(version.criteria.as_ref(), questions).sv.into_owned()];
    joined(
        target_group
            .chain(conditions)
            .chain(of_activities)
            .chain(of_places)
            .chain([MAY_APPLY_ANYWAY.sv.into_owned()]),
    )
}

/// How to get the service, and where to apply for a service after assessment.
pub(crate) fn application_process(offered: &Offered) -> Option<String> {
    let version = offered.version;
    let booking = version.booking.map(labels::of_booking);
    let referral = version.referral_needed.map(labels::of_referral);
    let anonymous = version.anonymous.filter(|may_be| *may_be).map(|_| labels::ANONYMOUS);
    let short = [booking, referral, anonymous].into_iter().flatten();
    let how = version.how_to_get_it.iter().map(sv);
    let where_to = offered.municipality.where_to_apply(Some(version)).map(where_to_apply);
    joined(
        how.chain(short.map(|text| text.sv.into_owned()))
            .chain(version.selection.iter().map(sv))
            .chain([MAY_APPLY_ANYWAY.sv.into_owned()])
            .chain(where_to),
    )
}

fn where_to_apply(place: WhereToApply) -> String {
    let name = &place.contact().name;
    let text = match place {
        WhereToApply::Stated(_) => composed!("Där ansöker du: {name}.", "Where to apply: {name}."),
        WhereToApply::NotStated(_) => composed!(
            "Fråga var du ansöker: {name}. Katalogen har ingen uppgift om det.",
            "Ask where to apply: {name}. The catalogue does not have that information."
        ),
    };
    text.sv.into_owned()
}

/// The fee and the prices in words.
pub(crate) fn fees(offered: &Offered) -> Option<String> {
    let version = offered.version;
    let fee = version.fee.iter().map(|fee| {
        let words = fee.text.as_ref().map(sv);
        ended(words.unwrap_or_else(|| labels::of_fee(fee.kind).sv.into_owned()))
    });
    let prices = version.cost_options.iter().flat_map(CostOption::in_words);
    joined(fee.chain(prices.map(|text| ended(text.sv))))
}

/// A text as a sentence.
fn ended(text: String) -> String {
    if text.ends_with(['.', '!', '?']) {
        text
    } else {
        text + "."
    }
}

/// What to know before turning there: the notice of the version, whether the decision is known to be adopted, and whether an
/// agreement runs.
pub(crate) fn alert(offered: &Offered) -> Option<String> {
    let version = offered.version;
    let warnings = Warning::of(offered.municipality, version, offered.day);
    let notice = version.notice.iter().map(sv);
    joined(notice.chain(warnings.into_iter().map(|warning| warning.text.sv.into_owned())))
}

/// The description: the summary, and how much a person or a household can receive.
pub(crate) fn description(offered: &Offered) -> Option<String> {
    let version = offered.version;
    let limits = version.limits.iter().map(|limits| sv(&limits.text));
    let amounts = version.amounts.iter().map(|amount| amount.in_words().sv.into_owned());
    let of_activities = version.activities.iter().flat_map(|activity| {
        let amounts = activity.amounts.iter();
        amounts.map(|amount| format!("{}: {}", activity.name.sv, amount.in_words().sv))
    });
    let summary = [sv(&version.summary)].into_iter();
    joined(summary.chain(limits).chain(amounts).chain(of_activities))
}
