//! Pseudorandom numbers, the same every time.

/// A sequence of numbers from a seed (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, inclusive.
    pub fn from(&mut self, least: i32, most: i32) -> i32 {
        let width = u64::try_from(most - least + 1).expect("most is not below least");
        least + i32::try_from(self.next() % width).expect("below the width")
    }

    pub fn below(&mut self, count: usize) -> usize {
        let most = i32::try_from(count).expect("few") - 1;
        usize::try_from(self.from(0, most)).expect("not below 0")
    }

    /// True once in `count` times on average.
    pub fn once_in(&mut self, count: i32) -> bool {
        self.from(1, count) == 1
    }
}
