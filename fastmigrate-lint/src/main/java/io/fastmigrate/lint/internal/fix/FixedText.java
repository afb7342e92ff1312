package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A script as it would be without some of its findings. */
final class FixedText {

    /** Changes the text; returns why it does not, or nothing. */
    @FunctionalInterface
    private interface TextFix {
        Optional<String> apply(ScriptText text, Script.Position position);
    }

    /** The rules whose safe way is mechanical in the text of a script, and what the fix is called. */
    private enum Way {
        S2(SafeOrder::apply, "makes the new table first, then copies, drops and renames"),
        S12(SingleQuotes::apply, "writes the string in single quotes"),
        P4(Concurrently::apply, "builds the index CONCURRENTLY, in its own script"),
        P5(Concurrently::apply, "says CONCURRENTLY, where that needs it in its own script"),
        P6(OwnTransaction::apply, "leaves out BEGIN and COMMIT, and gives the statement its own script"),
        P8(NotValid::add, "adds the constraint NOT VALID, and validates it in the next script"),
        P9(NotValid::add, "adds the constraint NOT VALID, and validates it in the next script"),
        P10(NotValid::validateLater, "validates the constraint in the next script"),
        P12(UsingIndex::apply, "builds the index CONCURRENTLY, in a script before the constraint");

        @SuppressWarnings("ImmutableEnumChecker") // methods without state
        private final TextFix fix;

        private final String done;

        Way(TextFix fix, String done) {
            this.fix = fix;
            this.done = done;
        }

        private boolean splits() {
            return name().startsWith("P");
        }
    }

    /** What has an effect on later statements of its script alone. */
    private static final Set<String> OF_SCRIPT = Set.of(
            "BEGIN",
            "START",
            "COMMIT",
            "END",
            "ROLLBACK",
            "ABORT",
            "SAVEPOINT",
            "RELEASE",
            "SET",
            "RESET",
            "DISCARD",
            "LOCK",
            "DECLARE",
            "PREPARE",
            "COPY");

    /** With it, RENAME leaves alone what names a table, so that the new one of that name is meant. */
    private static final String NAMES_STAY = "PRAGMA legacy_alter_table = ON;\n";

    private static final Pattern NO_TRANSACTION = Pattern.compile("fastmigrate:\\s*no-transaction");

    private final Script script;
    private final ScriptText text;
    private final List<Fixed> results = new ArrayList<>();

    private FixedText(Script script, ScriptText text) {
        this.script = script;
        this.text = text;
    }

    static boolean isFor(String rule) {
        return way(rule).isPresent();
    }

    private static Optional<Way> way(String rule) {
        return Stream.of(Way.values()).filter(way -> way.name().equals(rule)).findFirst();
    }

    /** @param dialect null for SQLite */
    static FixedText of(Script script, List<Harm> harms, @Nullable SqlDialect dialect) throws IOException {
        FixedText fixed = new FixedText(script, ScriptText.read(script, dialect));
        harms.forEach(fixed::fix);
        return fixed;
    }

    private void fix(Harm harm) {
        Way way = way(harm.rule()).orElseThrow();
        Optional<String> refusal = text.isPlain()
                ? (way.splits() ? splitRefusal(way) : Optional.<String>empty())
                : Optional.of("it has values or a byte order mark in it");
        if (refusal.isEmpty()) {
            refusal = way.fix.apply(text, harm.position());
        }
        results.add(new Fixed(script, harm.rule(), refusal.isEmpty(), refusal.orElse(way.done)));
    }

    private Optional<String> splitRefusal(Way way) {
        if (NO_TRANSACTION.matcher(text.text()).find()) {
            return Optional.of("the script runs outside a transaction, and the scripts behind it would not");
        }
        List<Statement> statements = way == Way.P6 ? OwnTransaction.inside(text) : text.statements();
        return statements.stream()
                .filter(FixedText::isOfScript)
                .findFirst()
                .map(each -> each.verb() + " (" + each.position()
                        + ") has an effect on the statements of one script, and this one would be several");
    }

    private static boolean isOfScript(Statement statement) {
        return OF_SCRIPT.contains(statement.verb())
                || statement.isOf("CREATE", "TEMP")
                || statement.isOf("CREATE", "TEMPORARY");
    }

    List<Fixed> results() {
        return results;
    }

    boolean isChanged() {
        return text.isChanged();
    }

    /** Returns the text as it was meant: what it must make is compared with that. */
    String meant() {
        boolean renames =
                results.stream().anyMatch(fixed -> fixed.done() && fixed.rule().equals(Way.S2.name()));
        return (renames ? NAMES_STAY : "") + text.meant();
    }

    List<Part> parts() {
        return text.parts();
    }
}
