package io.fastmigrate.spring;

import io.fastmigrate.Report;

/**
 * An application event: what {@link MigrationStartedEvent} told of ended well.
 *
 * @param database its name: of its {@link io.fastmigrate.FastMigrate} bean, or below {@code fastmigrate.databases}
 */
public record MigrationFinishedEvent(String database, Report report) {}
