/** What a run shows while it goes on, and a run on many databases. */
@NullMarked
package io.fastmigrate.cli.run;

import org.jspecify.annotations.NullMarked;
