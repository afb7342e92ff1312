/** Where scripts come from: a directory or the class path, and the naming rule. */
@NullMarked
package io.fastmigrate.internal.script;

import org.jspecify.annotations.NullMarked;
