/** Rules about whole tables on MariaDB and MySQL. */
@NullMarked
package io.fastmigrate.lint.internal.rule.mysql.table;

import org.jspecify.annotations.NullMarked;
