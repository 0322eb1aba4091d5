//! Who may see the pages for providers: sign-in, session, forms, and the pages that refuse.

mod cookie;
pub(super) mod form;
pub(super) mod refusal;
pub(super) mod session;
pub(super) mod sign_in;
pub(super) mod stop;
