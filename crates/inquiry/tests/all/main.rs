//! Tests of inquiries on the bundles of `vectors/finding`, which hold everything that an inquiry stands on.

mod opening;
mod sample;
mod tampering;
mod weighing;
