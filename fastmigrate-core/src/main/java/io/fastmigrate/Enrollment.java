package io.fastmigrate;

import java.nio.file.Path;

/**
 * A database that was brought under management.
 *
 * @param script the script that was written
 * @param version the version the database is now at: 1
 */
public record Enrollment(Path script, Version version) {}
