/** Options that several commands have. */
@NullMarked
package io.fastmigrate.cli.option;

import org.jspecify.annotations.NullMarked;
