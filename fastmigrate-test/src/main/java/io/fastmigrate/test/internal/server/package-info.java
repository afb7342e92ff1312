/** Databases of tests on a server that is started once. */
@NullMarked
package io.fastmigrate.test.internal.server;

import org.jspecify.annotations.NullMarked;
