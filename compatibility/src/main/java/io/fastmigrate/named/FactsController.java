package io.fastmigrate.named;

import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.TenantMigrations;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what the application sees of its databases. */
@RestController
class FactsController {

    private final Map<String, DataSource> databases;
    private final SchemaManagementProvider management;
    private final TenantMigrations tenants;
    private final Readers readers;

    FactsController(
            DataSource own,
            @FastMigrateDataSource("catalog") DataSource catalog,
            @Qualifier("audit") DataSource audit,
            SchemaManagementProvider fastMigrateSchemaManagementProvider,
            TenantMigrations tenants,
            Readers readers) {
        this.databases = Map.of("own", own, "catalog", catalog, "audit", audit);
        this.management = fastMigrateSchemaManagementProvider;
        this.tenants = tenants;
        this.readers = readers;
    }

    @GetMapping("/facts")
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        databases.forEach((name, database) -> facts.put(name, describe(database)));
        facts.put("tenants", tenants.report().outcomes().size());
        facts.put("reader", readers.add("Jane"));
        return facts;
    }

    private String describe(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        return jdbc.sql("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table'"
                                + " AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name)")
                        .query(String.class)
                        .single()
                + " " + management.getSchemaManagement(database)
                + " foreign_keys=" + jdbc.sql("PRAGMA foreign_keys").query(String.class).single()
                + " busy_timeout=" + jdbc.sql("PRAGMA busy_timeout").query(String.class).single();
    }
}
