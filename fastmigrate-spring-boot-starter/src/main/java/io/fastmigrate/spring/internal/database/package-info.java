/** Which databases an application has, and the {@code FastMigrate} of each. */
@NullMarked
package io.fastmigrate.spring.internal.database;

import org.jspecify.annotations.NullMarked;
