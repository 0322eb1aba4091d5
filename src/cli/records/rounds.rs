//! Sends the batches of a file in rounds: one that only validates, and one that stores.

use indicatif::ProgressBar;
use url::Url;

use crate::domain::Text;
use crate::domain::text::{composed, text};

use super::file::RecordFile;
use super::posting::{Answer, Poster, Refusal, Request, Unanswered};
use super::report::{RecordWarnings, Report};
use super::tally::{Tally, records_in_words};
use crate::cli::failure::Failure;

/// A file on its way to a service.
pub(crate) struct Sending<'a> {
    pub file: &'a RecordFile,
    pub poster: &'a Poster,
    pub report: &'a Report<'a>,
    pub bar: &'a ProgressBar,
    /// The scheme and the host of the service.
    pub origin: String,
}

/// What a round of requests is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Find every fault of the file, and store nothing.
    Validate,
    /// Store each batch. The first that cannot be stored ends the round.
    Store,
}

/// The result of a round.
pub(crate) struct Round {
    aim: Aim,
    tally: Tally,
    /// The faults of the records, one per line.
    faults: String,
    /// The warnings about the sheet, one per line.
    of_sheet: String,
    of_records: RecordWarnings,
    /// The lines of comments.
    skipped: Vec<usize>,
    /// What ended the round early.
    end: Option<End>,
}

/// What ends a round early.
enum End {
    Unanswered(Unanswered),
    /// A refusal that is not about records.
    Refused(Refusal),
}

impl Sending<'_> {
    /// Sends every batch to an address. If `is_patient`, a service that cannot be reached is tried again.
    pub(crate) async fn round(&self, url: &Url, aim: Aim, is_patient: bool) -> Round {
        let Self { file, report, bar, .. } = self;
        let of_sheet = file.warnings.iter();
        let mut round = Round {
            aim,
            tally: Tally::default(),
            faults: report.local_faults(&file.faults),
            of_sheet: of_sheet
                .map(|warning| report.warning_of_sheet(warning.line, &warning.text))
                .collect(),
            of_records: RecordWarnings::default(),
            skipped: file.skipped.clone(),
            end: None,
        };
        bar.set_position(0);
        for batch in &file.batches {
            let request = Request {
                url,
                media_type: file.media_type,
                body: &batch.body,
                is_patient,
            };
            let on_wait = |pause| bar.suspend(|| report.report_wait(pause));
            match self.poster.post(&request, on_wait).await {
                Ok(Answer::Taken(receipt)) => {
                    round.tally.add(&receipt);
                    round.skipped.extend(&receipt.skipped_rows);
                    round.of_sheet += &report.warnings_of_sheet(file, &receipt);
                    round.of_records.add(batch, receipt);
                }
                Ok(Answer::Refused(refusal)) => {
                    round.faults += &report.faults(file, batch, &refusal);
                    if !refusal.is_of_records() {
                        round.end = Some(End::Refused(refusal));
                    }
                }
                Err(unanswered) => round.end = Some(End::Unanswered(unanswered)),
            }
            bar.inc(batch.lines.len() as u64);
            if round.end.is_some() || (aim == Aim::Store && !round.faults.is_empty()) {
                break;
            }
        }
        round
    }

    /// What is printed about a file that was accepted.
    pub(crate) fn accepted(&self, round: &Round) -> String {
        let summary = self.report.summary(&round.tally, round.aim == Aim::Validate);
        self.notes(round) + &summary
    }

    fn notes(&self, round: &Round) -> String {
        let of_records = self.report.warnings_of_records(self.file, &round.of_records);
        round.of_sheet.clone() + &of_records + &self.report.skipped(&round.skipped)
    }

    /// Why a file was not stored as a whole: the first line says what is stored and what to do.
    pub(crate) fn failure(&self, round: &Round) -> Failure {
        let language = self.report.language;
        let cause = match &round.end {
            None => None,
            Some(End::Refused(refusal)) => Some(Text::new(refusal.in_one_line(), refusal.in_one_line())),
            Some(End::Unanswered(unanswered)) => Some(unanswered.in_words(&self.origin)),
        };
        let first = [Some(self.stored(round)), cause, round.advice()];
        let first: Vec<&str> = first.iter().flatten().map(|text| language.of(text)).collect();
        let mut lines = first.join(" ") + "\n" + &round.faults + &self.notes(round);
        if round.stored() > 0 {
            lines += &self.report.summary(&round.tally, false);
        }
        Failure::Other(lines.trim_end().to_owned())
    }

    fn stored(&self, round: &Round) -> Text {
        let stored = round.stored();
        let records = records_in_words(self.file.records());
        match (round.may_be_more(), stored) {
            (false, _) => composed!("Sparade {stored} av {records}.", "Stored {stored} of {records}."; records),
            (true, 0) => text!(
                "Det är inte säkert om något sparades.",
                "It is not known whether anything was stored."
            ),
            (true, _) => {
                composed!("Sparade minst {stored} av {records}.", "Stored at least {stored} of {records}."; records)
            }
        }
    }
}

impl Round {
    /// Whether every batch was accepted.
    pub(crate) const fn is_accepted(&self) -> bool {
        self.faults.is_empty() && self.end.is_none()
    }

    /// The number of records that are stored.
    const fn stored(&self) -> usize {
        match self.aim {
            Aim::Validate => 0,
            Aim::Store => self.tally.accepted(),
        }
    }

    /// Whether the last batch may be stored as well.
    fn may_be_more(&self) -> bool {
        let may_be_stored = match &self.end {
            Some(End::Unanswered(Unanswered::Connection)) => true,
            Some(End::Refused(refusal)) => refusal.may_be_stored(),
            _ => false,
        };
        self.aim == Aim::Store && may_be_stored
    }

    fn advice(&self) -> Option<Text> {
        match (self.faults.is_empty(), self.stored() > 0 || self.may_be_more()) {
            (false, false) => Some(text!(
                "Rätta felen och skicka filen igen.",
                "Correct the faults and send the file again."
            )),
            (false, true) => Some(text!(
                "Rätta felen och skicka samma fil igen: det som är sparat räknas som oförändrat.",
                "Correct the faults and send the same file again: what is stored counts as unchanged."
            )),
            (true, true) => Some(text!(
                "Skicka samma fil igen: det som är sparat räknas som oförändrat.",
                "Send the same file again: what is stored counts as unchanged."
            )),
            (true, false) => None,
        }
    }
}
