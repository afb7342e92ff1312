/** The phase {@code gate}: connections wait until the database is migrated. */
@NullMarked
package io.fastmigrate.spring.gate;

import org.jspecify.annotations.NullMarked;
