/**
 * Makes results, scripts and errors, whose constructors are not public: users never need them, and a later version may want
 * other ones.
 */
@NullMarked
package io.fastmigrate.internal.bridge;

import org.jspecify.annotations.NullMarked;
