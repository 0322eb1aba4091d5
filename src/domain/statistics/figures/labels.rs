//! The values of a figure in its dimensions.

use crate::domain::statistics::Dimension;
use crate::domain::word;

use super::exact::ExactFigure;
use super::figure::Figure;

/// A figure that knows its value in each dimension.
pub(crate) trait Labelled {
    /// Its value in a dimension; `None` if not asked for or not stated.
    fn label(&self, dimension: Dimension) -> Option<String>;
}

/// Both kinds of figures have the same members for the dimensions.
macro_rules! labelled {
    ($($figure:ty),+) => {$(
        impl Labelled for $figure {
            fn label(&self, dimension: Dimension) -> Option<String> {
                match dimension {
                    Dimension::Year => self.year.clone(),
                    Dimension::Quarter => self.quarter.clone(),
                    Dimension::Month => self.month.clone(),
                    Dimension::Insats => self.insats.clone(),
                    Dimension::Provider => self.provider.clone(),
                    Dimension::Place => self.place.clone(),
                    Dimension::Activity => self.activity.clone(),
                    Dimension::Gender => self.gender.as_ref().map(word::written),
                }
            }
        }
    )+};
}

labelled!(Figure, ExactFigure);
