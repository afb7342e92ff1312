/** The schema of a PostgreSQL database, as its catalogue describes it, for proofs that scripts make it. */
@NullMarked
package io.fastmigrate.internal.jdbc.postgres.schema;

import org.jspecify.annotations.NullMarked;
