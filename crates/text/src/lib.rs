//! What can be said two ways, and how a leak lines up with it. Pure.

pub mod align;
pub mod choice;
pub mod compose;
pub mod decisions;
pub mod density;
mod family;
pub mod find;
pub mod memo;
pub mod quote;
pub mod render;
mod sentence;
pub mod word;
