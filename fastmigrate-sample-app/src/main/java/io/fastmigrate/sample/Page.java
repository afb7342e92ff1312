package io.fastmigrate.sample;

import java.util.List;

/**
 * Some of the bookmarks that were asked for.
 *
 * @param total how many there are in all
 */
record Page(List<Bookmark> bookmarks, int total) {}
