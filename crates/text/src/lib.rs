//! What can be said two ways, and how a leak lines up with it. Pure.

pub mod choice;
pub mod find;
pub mod word;
pub mod align;
pub mod quote;
pub mod compose;
pub mod decisions;
pub mod density;
pub mod memo;
pub mod render;
mod family;
mod sentence;
