/** What a script does to a temporary database of MariaDB or MySQL. */
@NullMarked
package io.fastmigrate.lint.internal.prove.mysql;

import org.jspecify.annotations.NullMarked;
