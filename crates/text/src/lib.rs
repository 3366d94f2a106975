//! What can be said two ways, and how a leak lines up with it. Pure.

pub mod choice;
