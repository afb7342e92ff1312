/** Writes, renames and replaces the files of scripts, as people ask for it. */
@NullMarked
package io.fastmigrate.internal.authoring;

import org.jspecify.annotations.NullMarked;
