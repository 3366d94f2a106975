//! The flow: compose, deal, issue, find, read, weigh, report; one file a verb, in the order they happen.
