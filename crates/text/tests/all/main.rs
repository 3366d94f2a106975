//! What the crate promises to the rest, from outside.

mod align;
mod find;
mod marked;
mod striking;
