package io.fastmigrate.internal.port;

/**
 * How many databases that share a pool can be migrated at the same time.
 *
 * @param pool what they share, known by its identity
 * @param databases at least one
 */
public record ConnectionLimit(Object pool, int databases) {}
