/** What MariaDB and MySQL say of a schema, and how their statements are read. */
@NullMarked
package io.fastmigrate.lint.internal.mysql;

import org.jspecify.annotations.NullMarked;
