/** Rules about columns on MariaDB and MySQL. */
@NullMarked
package io.fastmigrate.lint.internal.rule.mysql.column;

import org.jspecify.annotations.NullMarked;
