package io.fastmigrate.lint.internal.model;

import java.util.List;

/** A primary key or a unique constraint. */
public record Key(boolean primary, List<String> columns) {}
