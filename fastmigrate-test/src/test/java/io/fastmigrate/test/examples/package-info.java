/** Adapters as their writers have them: what docs/adapters.md shows, and an asynchronous one. */
@NullMarked
package io.fastmigrate.test.examples;

import org.jspecify.annotations.NullMarked;
