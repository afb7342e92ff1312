/** Real databases, and what fastmigrate does on them. */
@NullMarked
package io.fastmigrate.databases;

import org.jspecify.annotations.NullMarked;
