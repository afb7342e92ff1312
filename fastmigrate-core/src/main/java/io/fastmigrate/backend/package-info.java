/** What the engine asks of a database, and the databases that answer. */
@NullMarked
package io.fastmigrate.backend;

import org.jspecify.annotations.NullMarked;
