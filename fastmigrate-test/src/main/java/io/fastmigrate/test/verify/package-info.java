/** Checks in one line of a test, each with a library that it needs beside the test kit. */
@NullMarked
package io.fastmigrate.test.verify;

import org.jspecify.annotations.NullMarked;
