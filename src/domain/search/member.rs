//! The members of an insats that are searched.

use std::ops::{BitAnd, BitOr};

use serde::Serialize;
use strum::{EnumCount, EnumIter, IntoEnumIterator};
use utoipa::ToSchema;

/// A member of an insats in which words are searched for, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, EnumCount, EnumIter)]
#[serde(rename_all = "camelCase")]
pub enum SearchedMember {
    /// Its name.
    Name,
    /// Its slug.
    Slug,
    /// The names, summaries and target groups of its activities.
    Activities,
    /// The names, addresses and target groups of its places.
    Places,
    /// Its summary.
    Summary,
    /// Its target group in words.
    TargetGroup,
    /// Its purpose.
    Purpose,
}

/// What a word in each member counts beside the same word in another.
const WEIGHTS: [u32; SearchedMember::COUNT] = [8, 8, 4, 4, 3, 2, 2];

/// Some members of an insats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchedMembers(u8);

const _: () = assert!(SearchedMember::COUNT <= 8, "each member has its own bit");

impl SearchedMembers {
    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members, the weightiest first.
    pub fn iter(self) -> impl Iterator<Item = SearchedMember> {
        SearchedMember::iter().filter(move |member| !(self & (*member).into()).is_empty())
    }

    /// The weight of the weightiest member.
    pub(super) fn weight(self) -> u32 {
        WEIGHTS.get(self.0.trailing_zeros() as usize).copied().unwrap_or(0)
    }
}

impl From<SearchedMember> for SearchedMembers {
    fn from(member: SearchedMember) -> Self {
        Self(1 << member as u8)
    }
}

impl BitOr for SearchedMembers {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for SearchedMembers {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
