//! Sheets of group records: CSV in any charset, `.xlsx` and `.ods`.

use insatskatalog::documents::faults::Faults;
use insatskatalog::documents::readers::group_record::batch;
use insatskatalog::documents::sheets::record_sheet::{self, SheetDefaults};

pub fn read(input: &[u8]) {
    match record_sheet::read(input, &SheetDefaults::default()) {
        Ok(sheet) => {
            let mut faults = Faults::strict();
            faults.refuse_personal_details(&sheet.root);
            let read = batch(&sheet.root, &mut faults);
            drop(faults.end(read));
        }
        Err(faults) => assert!(!faults.is_empty(), "a refusal says why"),
    }
}
