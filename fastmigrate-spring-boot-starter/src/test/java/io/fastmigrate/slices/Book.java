package io.fastmigrate.slices;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table("book")
record Book(@Id @Nullable Long id, String title, int pages) {}
