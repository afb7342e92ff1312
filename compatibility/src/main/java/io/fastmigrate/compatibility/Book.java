package io.fastmigrate.compatibility;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A row, for Spring Data JDBC. */
@Table("book")
public record Book(@Id Long id, String title, int pages) {}
