/** The database of a test in an application context of Spring. */
@NullMarked
package io.fastmigrate.test.internal.spring;

import org.jspecify.annotations.NullMarked;
