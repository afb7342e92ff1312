/** What JUnit calls for a test with an annotation of the test kit. */
@NullMarked
package io.fastmigrate.test.internal.junit;

import org.jspecify.annotations.NullMarked;
