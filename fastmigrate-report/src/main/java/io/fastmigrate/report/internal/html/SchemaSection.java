package io.fastmigrate.report.internal.html;

import io.fastmigrate.report.internal.model.Schema;
import io.fastmigrate.report.internal.model.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The schema: a picture of the tables and their foreign keys, and each table with all that it has. */
final class SchemaSection {

    private final Html html;
    private final Schema schema;
    private final String id;
    private final Map<String, Integer> numbers = new HashMap<>();

    private SchemaSection(Html html, Schema schema, String id) {
        this.html = html;
        this.schema = schema;
        this.id = id;
        for (int i = 0; i < schema.tables().size(); i++) {
            numbers.put(schema.tables().get(i).name(), i);
            numbers.putIfAbsent(schema.tables().get(i).name().toLowerCase(Locale.ROOT), i);
        }
    }

    static void write(Html html, Schema schema, String id) {
        if (!schema.tables().isEmpty()) {
            new SchemaSection(html, schema, id).write();
        }
    }

    private void write() {
        if (!schema.withoutViews().isEmpty()) {
            DatabaseSection.open(html, id + "-schema", "Schema");
            ErPicture.write(html, schema.withoutViews(), id + "-er", name -> "#" + anchor(name));
            html.closeLine();
        }
        DatabaseSection.open(html, id + "-tables", "Tables");
        html.open("ul", "class", "names");
        schema.tables()
                .forEach(table -> html.open("li")
                        .open("code")
                        .element("a", table.name(), "href", "#" + anchor(table.name()))
                        .close()
                        .closeLine());
        html.closeLine().open("div", "class", "tables");
        schema.tables().forEach(this::table);
        html.close().closeLine();
    }

    /** Returns the identifier of a table's part; a foreign key of SQLite may write the name in another case. */
    private String anchor(String table) {
        Integer number = numbers.get(table);
        Integer found = number == null ? numbers.get(table.toLowerCase(Locale.ROOT)) : number;
        return found == null ? id + "-tables" : id + "-t" + (found + 1);
    }

    private void table(Table table) {
        html.open("article", "id", anchor(table.name()));
        html.open("h4").element("code", table.name());
        if (!table.kind().equals("table")) {
            html.element("span", " " + table.kind(), "class", "quiet");
        }
        html.closeLine();
        columns(table);
        foreignKeys(table.foreignKeys());
        indexes(table.indexes());
        triggers(table.triggers());
        html.closeLine();
    }

    private void columns(Table table) {
        html.open("div", "class", "scroll")
                .open("table", "class", "columns")
                .open("thead")
                .open("tr");
        for (String title : List.of("Column", "Type", "Key", "Null", "Default")) {
            html.element("th", title, "scope", "col");
        }
        html.close().close().open("tbody");
        for (Table.Column column : table.columns()) {
            html.open("tr").open("td").element("code", column.name()).close();
            html.open("td").element("code", column.type()).close();
            html.element("td", keys(table, column.name()), "class", "short");
            html.element("td", column.nullable() ? "null" : "not null", "class", "short");
            html.open("td").element("code", column.defaultValue()).close();
            html.closeLine();
        }
        html.close().close().closeLine();
    }

    static String keys(Table table, String column) {
        boolean primary = table.primaryKey().contains(column);
        boolean foreign = table.isReference(column);
        return (primary ? "PK" : "") + (primary && foreign ? " " : "") + (foreign ? "FK" : "");
    }

    private void foreignKeys(List<Table.ForeignKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        html.element("h5", "Foreign keys").open("ul");
        for (Table.ForeignKey key : keys) {
            html.open("li")
                    .element("code", String.join(", ", key.columns()))
                    .text(" \u2192 ")
                    .open("code");
            html.element("a", key.target(), "href", "#" + anchor(key.target()));
            if (!key.targetColumns().isEmpty()) {
                html.text("(" + String.join(", ", key.targetColumns()) + ")");
            }
            html.close();
            if (!key.onDelete().isEmpty()) {
                html.text(", on delete " + key.onDelete().toLowerCase(Locale.ROOT));
            }
            html.closeLine();
        }
        html.closeLine();
    }

    private void indexes(List<Table.Index> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        html.element("h5", "Indexes").open("ul");
        for (Table.Index index : indexes) {
            html.open("li").element("code", index.name()).text(": ");
            html.element("code", String.join(", ", index.columns()));
            html.text(index.unique() ? ", unique" : "").closeLine();
        }
        html.closeLine();
    }

    private void triggers(List<Table.Trigger> triggers) {
        if (triggers.isEmpty()) {
            return;
        }
        html.element("h5", "Triggers");
        for (Table.Trigger trigger : triggers) {
            html.open("details").open("summary").element("code", trigger.name()).close();
            html.open("pre").element("code", trigger.definition()).close().closeLine();
        }
    }
}
