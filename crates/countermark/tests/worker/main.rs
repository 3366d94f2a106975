//! The worker against leaks and children that were made to hurt: whatever happens to the child, this process goes on.

mod child;
mod forge;
mod hostile;
mod jobs;
mod limits;
