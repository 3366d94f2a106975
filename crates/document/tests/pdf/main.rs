//! PDFs in, words and pictures out: whatever program saved the file last, and whatever somebody did to it on purpose.
#![cfg(feature = "pdf")]

mod forge;
mod hostile;
mod reading;
mod resaved;
mod tools;
