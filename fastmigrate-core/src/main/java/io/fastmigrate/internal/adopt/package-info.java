/** What Flyway and Liquibase left behind. */
@NullMarked
package io.fastmigrate.internal.adopt;

import org.jspecify.annotations.NullMarked;
