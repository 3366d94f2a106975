//! From a logged reading to a finding that anybody can recompute: opening, weighing, bundles and their verification. Pure.
