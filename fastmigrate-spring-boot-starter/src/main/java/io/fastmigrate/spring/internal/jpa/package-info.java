/** What Hibernate and Spring Data have to know of a migrated database, and of SQLite. */
@NullMarked
package io.fastmigrate.spring.internal.jpa;

import org.jspecify.annotations.NullMarked;
