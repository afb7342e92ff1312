/** Showing findings of databases on servers: what PostgreSQL, MariaDB and MySQL have in common. */
@NullMarked
package io.fastmigrate.lint.internal.prove.server;

import org.jspecify.annotations.NullMarked;
