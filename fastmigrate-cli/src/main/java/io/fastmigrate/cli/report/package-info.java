/** The command that writes a page about databases. */
@NullMarked
package io.fastmigrate.cli.report;

import org.jspecify.annotations.NullMarked;
