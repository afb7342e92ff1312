/** What a user sets, with its defaults and checks, and the backend that it means. */
@NullMarked
package io.fastmigrate.internal.settings;

import org.jspecify.annotations.NullMarked;
