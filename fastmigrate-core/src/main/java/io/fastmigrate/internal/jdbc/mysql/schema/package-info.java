/** The schema of a database of MySQL or MariaDB, compared definition by definition. */
@NullMarked
package io.fastmigrate.internal.jdbc.mysql.schema;

import org.jspecify.annotations.NullMarked;
