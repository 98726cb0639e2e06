"""The certificates of the zero state and of the close: what there is, signed, for a notary to sign too."""
