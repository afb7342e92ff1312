/** Which objects of a database a script makes, and which it names: what the order of repeatable scripts is made of. */
@NullMarked
package io.fastmigrate.internal.sql.names;

import org.jspecify.annotations.NullMarked;
