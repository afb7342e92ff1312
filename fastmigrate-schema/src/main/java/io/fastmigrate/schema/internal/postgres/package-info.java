/** The statements that lead from one schema of PostgreSQL to another one. */
@NullMarked
package io.fastmigrate.schema.internal.postgres;

import org.jspecify.annotations.NullMarked;
