<<<<<<< HEAD
/** One database each: how its version is read, and how a script and its version are committed. */
=======
/** What the engine asks of a database, and the databases that answer. */
>>>>>>> build
@NullMarked
package io.fastmigrate.backend;

import org.jspecify.annotations.NullMarked;
