"""How fast plans come into a store, beside other engines in the same run."""
