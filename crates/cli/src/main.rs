//! The `countermark` command.

fn main() {}
