package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the question whether a statement was carried out, as a person would who does what the message says. Only those
 * statements may be asked about that say themselves when they are done.
 */
final class Answers {

    private static final Pattern QUESTION = Pattern.compile("it is not known whether it took effect");
    private static final Pattern PLACE = Pattern.compile("(\\d{4}-script\\.sql):(\\d+):");
    private static final Pattern DONE_WHEN = Pattern.compile("/\\* done when (.*?) \\*/");
    private static final Pattern IF_DONE = Pattern.compile("record that: (UPDATE .*?;)");
    private static final Pattern IF_NOT = Pattern.compile("let it run again: (DELETE .*?;)");

    private static final Pattern KIND = Pattern.compile("^\\w+ \\w+");

    private Answers() {}

    /** Tells whether there is a question in what a run said. */
    static boolean isAsked(String said) {
        return QUESTION.matcher(said).find();
    }

    /** Returns what kind of statement was asked about. */
    static String give(String url, Path directory, String said) throws SQLException, IOException {
        Matcher place = PLACE.matcher(said);
        assertThat(place.find()).as(said).isTrue();
        String line = Files.readAllLines(directory.resolve(place.group(1))).get(Integer.parseInt(place.group(2)) - 1);
        Matcher doneWhen = DONE_WHEN.matcher(line);
        assertThat(doneWhen.find())
                .as("a question that is not expected: " + said)
                .isTrue();
        try (Connection connection = DriverManager.getConnection(url)) {
            boolean done = !DatabaseFacts.rows(connection, doneWhen.group(1)).isEmpty();
            Matcher order = (done ? IF_DONE : IF_NOT).matcher(said);
            assertThat(order.find()).as(said).isTrue();
            DatabaseFacts.execute(connection, order.group(1));
        }
        Matcher kind = KIND.matcher(line);
        return kind.find() ? kind.group() : line;
    }
}
