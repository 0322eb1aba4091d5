//! Search in the texts of insatser: words in any inflection, beginnings of words, synonyms, and one typing error.
//!
//! An [`index::Index`] holds the words of a municipality's insatser, and a [`wanted::Wanted`] what a person looks for.

pub mod found;
pub mod index;
mod lookup;
pub mod member;
pub(crate) mod misspelling;
mod stem;
mod synonyms;
mod term;
pub mod wanted;
mod words;
