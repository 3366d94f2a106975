//! The flow, tested from outside: one binary, a module for each part.

mod common;
mod issues;
mod pages;
mod press;
mod report;
mod traces;
