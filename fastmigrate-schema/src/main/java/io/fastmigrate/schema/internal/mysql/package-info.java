/** The statements that lead from one schema of MariaDB or MySQL to another one. */
@NullMarked
package io.fastmigrate.schema.internal.mysql;

import org.jspecify.annotations.NullMarked;
