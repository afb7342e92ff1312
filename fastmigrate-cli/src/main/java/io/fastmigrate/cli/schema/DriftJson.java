package io.fastmigrate.cli.schema;

import io.fastmigrate.cli.database.Target;
import io.fastmigrate.cli.json.JsonReport;
import io.fastmigrate.schema.DriftFix;
import io.fastmigrate.schema.DriftReport;
import io.fastmigrate.schema.SchemaDifference;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code drift --json} prints. */
final class DriftJson {

    private DriftJson() {}

    /**
     * Returns the members of the object.
     *
     * @param written null without --fix
     */
    static Map<String, @Nullable Object> members(Target target, DriftReport report, @Nullable WrittenFix written) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("database", target.dbText());
        members.put("migrations", target.scripts().text());
        members.put("version", report.version().number());
        members.put(
                "differences",
                report.differences().stream().map(DriftJson::difference).toList());
        members.put("fix", written == null || !report.hasDrift() ? null : fix(written));
        members.put("warnings", JsonReport.warnings(report.warnings()));
        return members;
    }

    private static Map<String, @Nullable Object> difference(SchemaDifference difference) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("change", change(difference));
        object.put("object", difference.object());
        object.put("expected", difference.expected().orElse(null));
        object.put("actual", difference.actual().orElse(null));
        return object;
    }

    static String change(SchemaDifference difference) {
        return difference.change().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> fix(WrittenFix written) {
        DriftFix fix = written.fix();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("file", written.file());
        object.put("sql", fix.script());
        object.put("complete", fix.isComplete());
        object.put("losses", fix.losses());
        object.put("setVersion", written.setVersion().orElse(null));
        return object;
    }
}
