/** Which database a command works on, where its scripts are, and how to log in. */
@NullMarked
package io.fastmigrate.cli.database;

import org.jspecify.annotations.NullMarked;
