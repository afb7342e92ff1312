/** The answers of --json. */
@NullMarked
package io.fastmigrate.cli.json;

import org.jspecify.annotations.NullMarked;
