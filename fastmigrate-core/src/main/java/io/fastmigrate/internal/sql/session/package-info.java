/** What the statements of a script leave in the session of a server: settings, temporary objects, code that is not seen. */
@NullMarked
package io.fastmigrate.internal.sql.session;

import org.jspecify.annotations.NullMarked;
