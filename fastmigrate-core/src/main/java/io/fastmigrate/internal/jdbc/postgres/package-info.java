/** PostgreSQL. */
@NullMarked
package io.fastmigrate.internal.jdbc.postgres;

import org.jspecify.annotations.NullMarked;
