/** Whole applications of the kind users have. */
@NullMarked
package io.fastmigrate.spring.applications;

import org.jspecify.annotations.NullMarked;
