//! Copies as files: plain text, Markdown and HTML, bytes in and bytes out. Pure.
