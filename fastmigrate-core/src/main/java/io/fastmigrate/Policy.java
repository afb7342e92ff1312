package io.fastmigrate;

/** What to do about a finding that need not be an error. */
public enum Policy {
    /** Stop with an error before anything runs. */
    FAIL,
    /** Go on, with a {@link Warning}. */
    WARN,
    /** Continue without a warning. */
    IGNORE
}
