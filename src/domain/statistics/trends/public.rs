//! The public answers that trends are made from.

use crate::domain::Kommunkod;
use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::{Question, TooMany};
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::{By, Dimension, Months};

use super::TrendAnswers;
use super::step::TrendStep;

/// The public answers for some months and the year before, of one insats or provider, or all.
pub(crate) fn public_answers(
    kommunkod: Kommunkod,
    published: &Published,
    months: Months,
    (insats, provider): (Option<&str>, Option<&str>),
) -> Result<TrendAnswers, TooMany> {
    let both_years = months.with_year_before();
    let steps = [TrendStep::Month, TrendStep::Quarter, TrendStep::Year];
    let answers = steps.into_iter().map(|step| {
        let by = By::new(vec![step.dimension(), Dimension::Insats]);
        let question = Question {
            months: both_years.whole(by.step()),
            by,
            insats: insats.map(str::to_owned),
            provider: provider.map(str::to_owned),
            partial: false,
        };
        Ok((step, FigureAnswer::public(kommunkod, published, &question)?))
    });
    Ok(TrendAnswers(answers.collect::<Result<_, _>>()?))
}
