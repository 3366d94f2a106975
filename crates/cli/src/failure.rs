//! Errors as people see them: what is wrong, then what to do.

use countermark::archive::ArchiveError;
use std::fmt::Display;

/// A message and its hint.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    hint: String,
}

impl Failure {
    pub(crate) fn new(message: impl Display, hint: impl Into<String>) -> Self {
        Failure { message: message.to_string(), hint: hint.into() }
    }

    /// Puts the file or thing at fault before the message.
    pub(crate) fn about(self, what: impl Display) -> Self {
        Failure { message: format!("{what}: {}", self.message), ..self }
    }

    pub(crate) fn print(&self) {
        eprintln!("error: {}", crate::output::printable(&self.message));
        if !self.hint.is_empty() {
            eprintln!("hint: {}", crate::output::printable(&self.hint));
        }
    }
}

/// Errors of the flow carry their own hint.
macro_rules! failures {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                let hint = error.hint().to_string();
                Failure { message: error.to_string(), hint }
            }
        })+
    };
}

failures!(
    ArchiveError,
    countermark::audit::AuditError,
    countermark::compose::ComposeError,
    countermark::issue::IssueError,
    countermark::roster::RosterError,
    countermark::trace::TraceError,
);
