package io.fastmigrate.schema.internal.postgres;

import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Columns of tables, and attributes of composite types. */
record PostgresColumns(Draft draft) {

    private static final Pattern COLUMN = Pattern.compile("(?s)column (.+)\\.(\"(?:[^\"]|\"\")+\"|[^.\"]+)");

    void column(String object, @Nullable String from, @Nullable String to) {
        Matcher name = COLUMN.matcher(object);
        if (!name.matches()) {
            draft.cannot(object);
            return;
        }
        String table = name.group(1);
        String column = name.group(2);
        if (isMadeByOthers(table, from, to)) {
            return;
        }
        if (draft.from().containsKey("type " + table)) {
            attribute(object, "ALTER TYPE " + table, column, from, to);
        } else if (!draft.from().containsKey("table " + table)) {
            draft.cannot(object);
        } else {
            ofTable(object, table, column, from, to);
        }
    }

    /** A view has what its query has, a new table comes with its columns, and a partition has those of its table. */
    private boolean isMadeByOthers(String table, @Nullable String from, @Nullable String to) {
        boolean view = draft.from().containsKey("view " + table)
                || draft.to().containsKey("view " + table)
                || draft.from().containsKey("materialized view " + table)
                || draft.to().containsKey("materialized view " + table);
        boolean whole = PostgresDraft.isGone(draft, table)
                || draft.isGone("type " + table)
                || (!draft.from().containsKey("table " + table) && draft.to().containsKey("table " + table))
                || (!draft.from().containsKey("type " + table) && draft.to().containsKey("type " + table));
        return view || whole || isInherited(to == null ? from : to);
    }

    private static boolean isInherited(@Nullable String definition) {
        return definition != null
                && PostgresColumn.read(definition)
                        .filter(PostgresColumn::isInherited)
                        .isPresent();
    }

    private void attribute(String object, String type, String name, @Nullable String from, @Nullable String to) {
        if (to == null) {
            draft.add(Phase.COLUMNS, type + " DROP ATTRIBUTE IF EXISTS " + name, "the values of " + object);
        } else if (from == null) {
            draft.add(Phase.COLUMNS, type + " ADD ATTRIBUTE " + name + " " + to.replaceFirst("^\\d+ ", ""));
        } else {
            draft.cannot(object);
        }
    }

    private void ofTable(String object, String table, String column, @Nullable String from, @Nullable String to) {
        Optional<PostgresColumn> is = Optional.ofNullable(from).flatMap(PostgresColumn::read);
        Optional<PostgresColumn> wanted = Optional.ofNullable(to).flatMap(PostgresColumn::read);
        if (to == null) {
            draft.add(
                    Phase.COLUMNS,
                    "ALTER TABLE " + table + " DROP COLUMN IF EXISTS " + column,
                    is.isPresent() && is.get().generated() != null ? null : "the values of " + table + "." + column);
        } else if (wanted.isEmpty() || (from != null && is.isEmpty())) {
            draft.cannot(object);
        } else if (is.isEmpty()) {
            draft.add(
                    Phase.COLUMNS,
                    "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS "
                            + wanted.get().definition(column));
        } else {
            change(object, "ALTER TABLE " + table + " ALTER COLUMN " + column + " ", is.get(), wanted.get());
        }
    }

    private void change(String object, String alter, PostgresColumn is, PostgresColumn wanted) {
        if (!PostgresStorage.changes(is.more(), wanted.more())
                || (wanted.generated() != null && !wanted.generated().equals(is.generated()))
                || (wanted.generated() != null && !Objects.equals(wanted.value(), is.value()))) {
            draft.cannot(object);
            return;
        }
        PostgresStorage.actions(is.more(), wanted.more()).forEach(action -> draft.add(Phase.COLUMNS, alter + action));
        if (is.generated() != null && wanted.generated() == null) {
            draft.add(Phase.COLUMNS, alter + "DROP EXPRESSION IF EXISTS");
        }
        if (!is.typeAndCollation().equals(wanted.typeAndCollation())) {
            draft.add(
                    Phase.COLUMNS,
                    alter + "TYPE " + wanted.typeAndCollation(),
                    is.fitsInto(wanted) ? null : "values of " + object + " that do not fit into " + wanted.type());
        }
        value(alter, is, wanted);
        if (is.notNull() && !wanted.notNull()) {
            draft.add(Phase.COLUMNS, alter + "DROP NOT NULL");
        } else if (!is.notNull() && wanted.notNull()) {
            draft.add(Phase.COLUMNS, alter + "SET NOT NULL");
        }
        if (is.identity() == null && wanted.identity() != null) {
            draft.add(Phase.COLUMNS, alter + "ADD GENERATED " + wanted.identityWords() + " AS IDENTITY");
        }
    }

    private void value(String alter, PostgresColumn is, PostgresColumn wanted) {
        if (is.identity() != null && wanted.identity() == null) {
            draft.add(Phase.COLUMNS, alter + "DROP IDENTITY IF EXISTS");
        } else if (is.identity() != null && !is.identity().equals(wanted.identity())) {
            draft.add(Phase.COLUMNS, alter + "SET GENERATED " + wanted.identityWords());
        }
        String old = is.generated() == null ? is.value() : null;
        if (wanted.generated() != null || Objects.equals(old, wanted.value())) {
            return;
        }
        draft.add(Phase.COLUMNS, alter + (wanted.value() == null ? "DROP DEFAULT" : "SET DEFAULT " + wanted.value()));
    }
}
