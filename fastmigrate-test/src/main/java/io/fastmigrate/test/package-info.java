/** Test suites and fixtures for code that works with fastmigrate. */
@NullMarked
package io.fastmigrate.test;

import org.jspecify.annotations.NullMarked;
