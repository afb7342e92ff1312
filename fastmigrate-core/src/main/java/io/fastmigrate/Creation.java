package io.fastmigrate;

/**
 * What {@code create()} found or made.
 *
 * @param isNew false when a versioned database was there already, which was then left alone
 */
public record Creation(Version version, boolean isNew) {}
