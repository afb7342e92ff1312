package io.fastmigrate.sample;

/**
 * A tag in use.
 *
 * @param count how many bookmarks have it
 */
record Tag(String name, int count) {}
