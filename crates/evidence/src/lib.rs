//! What a reading proves: codewords, likelihood ratios, p-values and the budget for alpha. Pure.
