/** The rules for MariaDB and MySQL. */
@NullMarked
package io.fastmigrate.lint.internal.rule.mysql;

import org.jspecify.annotations.NullMarked;
