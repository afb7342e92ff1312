package io.fastmigrate;

/** What to do about a finding that can be an error, a warning, or ignored. */
public enum Policy {
    /** Stop with an error before anything runs. */
    FAIL,
    /** Continue, with a {@link Warning}. */
    WARN,
    /** Continue without a warning. */
    IGNORE
}
