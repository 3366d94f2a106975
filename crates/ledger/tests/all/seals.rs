//! K comes back from any two custodians and from nobody else.

use ledger::seal::{self, BatchKey, CustodianIdentity, SealError};
use zeroize::Zeroizing;

#[test]
fn any_two_rebuild_the_key() {
    let identities: Vec<_> = (0..3).map(|_| CustodianIdentity::generate()).collect();
    let custodians: Vec<_> = identities.iter().map(CustodianIdentity::custodian).collect();
    let key = BatchKey::new([0x5a; 32]);
    let randoms = Zeroizing::new(vec![[1; 32], [2; 32], [3; 32]]);
    let sealed = seal::seal(&key, &custodians, &randoms).unwrap();
    assert_eq!(sealed.iter().map(|s| s.pair).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
    let commitment = key.commitment();
    for pair in &sealed {
        let (first, second) = (usize::from(pair.pair.0), usize::from(pair.pair.1));
        let (first, second) = (&identities[first], &identities[second]);
        let back = seal::unseal(pair, first, second, &commitment).unwrap();
        assert_eq!(back.expose(), key.expose());
        assert_eq!(seal::unseal(pair, second, first, &commitment).err(), Some(SealError::Decrypt));
        let other = seal::unseal(pair, first, second, &[0; 32]).err();
        assert_eq!(other, Some(SealError::Commitment));
    }
    let short = Zeroizing::new(vec![[1; 32]]);
    assert_eq!(seal::seal(&key, &custodians, &short).err(), Some(SealError::Count));
    assert_eq!(seal::seal(&key, &custodians[..1], &short).err(), Some(SealError::Count));
}

/// Identities are kept as text files; the text must give the same key back.
#[test]
fn identities_read_back() {
    let identity = CustodianIdentity::generate();
    let again = CustodianIdentity::parse(&format!("{}\n", &*identity.expose())).unwrap();
    assert_eq!(again.custodian().to_string(), identity.custodian().to_string());
    assert_eq!(CustodianIdentity::parse("AGE-SECRET-KEY-1").err(), Some(SealError::Identity));
}
