/** What a script does to a temporary database of PostgreSQL. */
@NullMarked
package io.fastmigrate.lint.internal.prove.postgres;

import org.jspecify.annotations.NullMarked;
