/** The goals of the Maven plugin. */
@NullMarked
package io.fastmigrate.maven;

import org.jspecify.annotations.NullMarked;
