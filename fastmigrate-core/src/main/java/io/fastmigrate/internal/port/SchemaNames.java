package io.fastmigrate.internal.port;

import java.util.List;

/**
 * The schemas of a database; where a database is one, as on MySQL, the databases of the server.
 *
 * @param own the one that the scripts run in; empty where there is none
 * @param all those that the user sees, without the system's, in the order of their names
 */
public record SchemaNames(String own, List<String> all) {}
