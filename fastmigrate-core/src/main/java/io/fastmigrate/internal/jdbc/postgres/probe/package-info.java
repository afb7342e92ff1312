/** Whether a statement of PostgreSQL that runs outside a transaction has already had its effect. */
@NullMarked
package io.fastmigrate.internal.jdbc.postgres.probe;

import org.jspecify.annotations.NullMarked;
