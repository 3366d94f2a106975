//! The rules of order, one function a kind.

use super::{Batch, History, Inquiry, OrderError};
use crate::commit::{self, CHAIN_LENGTH, MemoId};
use crate::entry::{
    Audit, Deal, Entry, Finding, Floor, Issue, Open, Outcome, Purpose, Reading, Reveal, Void,
};
use crate::hash::Hash;

impl History {
    /// Whether the entry may be appended now.
    pub(super) fn check(&self, entry: &Entry, leaf: &Hash) -> Result<(), OrderError> {
        match entry {
            Entry::Deal(deal) => self.check_deal(deal),
            Entry::Reveal(reveal) => self.check_reveal(reveal),
            Entry::Issue(issue) => self.check_issue(issue),
            Entry::Void(void) => self.check_void(void),
            Entry::Reading(reading) => self.check_reading(reading, leaf),
            Entry::Open(open) => self.check_open(open),
            Entry::Finding(finding) => self.check_finding(finding),
            Entry::Audit(audit) => self.check_audit(audit),
        }
    }

    fn check_deal(&self, deal: &Deal) -> Result<(), OrderError> {
        let batches = self.batches(&deal.memo);
        let number = deal.batch as usize;
        if number < batches.len() {
            return Err(OrderError::Repeated("deal"));
        }
        let Some(before) = number.checked_sub(1) else { return Ok(()) };
        if batches.get(before).is_none_or(|batch| batch.issue.is_none()) {
            return Err(OrderError::BatchEarly);
        }
        let first = self.deal(&deal.memo, 0).expect("a batch has its `deal`");
        if deal.continues(first) { Ok(()) } else { Err(OrderError::BatchDiffers) }
    }

    /// The batch that a REVEAL, ISSUE or VOID belongs to.
    fn batch(
        &self,
        memo: &MemoId,
        batch: u32,
        deal: &Hash,
        kind: &'static str,
    ) -> Result<Batch, OrderError> {
        let found = self.batches(memo).get(batch as usize).ok_or(OrderError::NoDeal(kind))?;
        if self.tree.leaf(found.deal) != Some(*deal) {
            return Err(OrderError::OtherDeal(kind));
        }
        Ok(*found)
    }

    fn check_reveal(&self, reveal: &Reveal) -> Result<(), OrderError> {
        let batch = self.batch(&reveal.memo, reveal.batch, &reveal.deal, "reveal")?;
        if batch.reveal.is_some() {
            return Err(OrderError::Repeated("reveal"));
        }
        let deal = self.deal(&reveal.memo, reveal.batch).expect("found just now");
        let committed = reveal.values.iter().map(commit::reveal_commit);
        if !committed.eq(deal.beacon.iter().copied()) {
            return Err(OrderError::RevealValues);
        }
        if commit::beacon(&reveal.deal, &reveal.values) != reveal.beacon {
            return Err(OrderError::Beacon);
        }
        Ok(())
    }

    fn check_issue(&self, issue: &Issue) -> Result<(), OrderError> {
        let batch = self.batch(&issue.memo, issue.batch, &issue.deal, "issue")?;
        if batch.issue.is_some() {
            return Err(OrderError::Repeated("issue"));
        }
        if batch.void.is_some() {
            return Err(OrderError::Voided);
        }
        if batch.reveal.is_none() {
            return Err(OrderError::NoReveal);
        }
        let deal = self.deal(&issue.memo, issue.batch).expect("found just now");
        if deal.copies == issue.copies { Ok(()) } else { Err(OrderError::IssueCopies) }
    }

    fn check_void(&self, void: &Void) -> Result<(), OrderError> {
        let batch = self.batch(&void.memo, void.batch, &void.deal, "void")?;
        if batch.void.is_some() {
            return Err(OrderError::Repeated("void"));
        }
        if batch.issue.is_some() { Err(OrderError::AlreadyIssued) } else { Ok(()) }
    }

    fn check_reading(&self, reading: &Reading, leaf: &Hash) -> Result<(), OrderError> {
        let counts = self.counts(&reading.memos)?;
        if counts.copies != reading.copies {
            return Err(OrderError::Count("copies"));
        }
        if counts.inquiry != reading.inquiry {
            return Err(OrderError::Count("inquiry"));
        }
        // Leaf hashes name READINGs, so two must not share one.
        if self.readings.contains_key(leaf) {
            return Err(OrderError::ReadingRepeated);
        }
        Ok(())
    }

    fn check_open(&self, open: &Open) -> Result<(), OrderError> {
        let inquiry = self.inquiry(&open.reading).ok_or(OrderError::NoReading)?;
        let reading = self.reading(inquiry.reading).expect("an inquiry has its `reading`");
        if inquiry.open.is_some() {
            return Err(OrderError::OpenTwice);
        }
        if inquiry.finding.is_some() {
            return Err(OrderError::OpenLate);
        }
        if open.memos != reading.memos || open.inquiry != reading.inquiry {
            return Err(OrderError::OpenDiffers);
        }
        let purpose = match reading.floor {
            Floor::Above => Purpose::Name,
            Floor::Below => Purpose::Shortlist,
        };
        if open.purpose != purpose {
            return Err(OrderError::Purpose);
        }
        self.check_inquiry(open)
    }

    /// i counted again at the OPEN, and the nonces that belong to it.
    fn check_inquiry(&self, open: &Open) -> Result<(), OrderError> {
        let mut nonces = open.nonces.iter();
        for (memo, inquiry) in open.memos.iter().zip(&open.inquiry) {
            let memo = &self.memos[memo];
            if *inquiry != memo.opens + 1 {
                return Err(OrderError::InquiryMoved);
            }
            if *inquiry >= u64::from(CHAIN_LENGTH) {
                return Err(OrderError::InquiriesSpent);
            }
            // The nonce of inquiry i is one hash before that of i - 1, and the chain's end stands in DEAL.
            for chain in &memo.chains {
                if nonces.next().map(|nonce| commit::nonce_chain(nonce, 1)) != Some(*chain) {
                    return Err(OrderError::Nonces);
                }
            }
        }
        if nonces.next().is_some() { Err(OrderError::Nonces) } else { Ok(()) }
    }

    fn check_finding(&self, finding: &Finding) -> Result<(), OrderError> {
        let inquiry = self.inquiry(&finding.reading).ok_or(OrderError::NoReading)?;
        let reading = self.reading(inquiry.reading).expect("an inquiry has its `reading`");
        if inquiry.finding.is_some() {
            return Err(OrderError::FindingTwice);
        }
        if finding.open != inquiry.open.and_then(|open| self.tree.leaf(open)) {
            return Err(OrderError::FindingOpen);
        }
        let nothing = inquiry.open.is_none() || reading.floor == Floor::Below;
        if nothing != (finding.outcome == Outcome::CannotName) {
            return Err(OrderError::Outcome);
        }
        let counts = &inquiry.counts;
        for (key, right) in [
            ("copies", finding.copies == counts.copies),
            ("deals", finding.deals == counts.deals),
            ("voids", finding.voids == counts.voids),
            ("unopened", finding.unopened == counts.unopened),
        ] {
            if !right {
                return Err(OrderError::Count(key));
            }
        }
        let has_alpha = |memo| self.deal(memo, 0).is_some_and(|d| d.alpha == finding.alpha);
        if !reading.memos.iter().any(has_alpha) {
            return Err(OrderError::Alpha);
        }
        if finding.grade != self.grade(&reading.memos, counts) {
            return Err(OrderError::Grade);
        }
        self.check_named(finding, reading, inquiry)
    }

    fn check_named(
        &self,
        finding: &Finding,
        reading: &Reading,
        inquiry: &Inquiry,
    ) -> Result<(), OrderError> {
        for copy in &finding.named {
            let batch = self.batches(&copy.memo).get(copy.batch as usize);
            let issued = batch.and_then(|b| b.issue).is_some_and(|i| i < inquiry.reading);
            let dealt = self.deal(&copy.memo, copy.batch).is_some_and(|d| copy.j < d.copies);
            if !issued || !dealt || !reading.memos.contains(&copy.memo) {
                return Err(OrderError::NamedUnknown);
            }
            if self.burnt(copy, inquiry.reading) {
                return Err(OrderError::NamedBurnt);
            }
        }
        Ok(())
    }

    fn check_audit(&self, audit: &Audit) -> Result<(), OrderError> {
        if !self.findings.contains_key(&audit.finding) {
            return Err(OrderError::NoFinding);
        }
        if self.memos.contains_key(&audit.memo) { Ok(()) } else { Err(OrderError::NoMemo) }
    }
}
