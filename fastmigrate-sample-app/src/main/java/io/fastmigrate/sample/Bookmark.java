package io.fastmigrate.sample;

import java.time.Instant;
import java.util.List;

/** A bookmark as it is kept. */
record Bookmark(long id, String url, String title, String note, List<String> tags, Instant createdAt) {}
