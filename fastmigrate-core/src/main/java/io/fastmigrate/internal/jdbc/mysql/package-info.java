/** MySQL and MariaDB. */
@NullMarked
package io.fastmigrate.internal.jdbc.mysql;

import org.jspecify.annotations.NullMarked;
