package io.fastmigrate.report.internal.html;

import io.fastmigrate.report.internal.facts.DatabaseFacts;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The applied scripts as a time line, the newest first: the newest groups are open, the others can be opened. */
final class HistorySection {

    /** Groups are open until so many scripts are shown. */
    private static final int SHOWN = 40;

    /** A group has at most so many scripts. */
    private static final int MOST = 100;

    private static final int BARS = 60;
    private static final int BAR_WIDTH = 10;
    private static final int BAR_HEIGHT = 56;
    private static final int FEWEST_FOR_BARS = 3;

    private final Html html;
    private final DatabaseFacts.Scripts scripts;

    private HistorySection(Html html, DatabaseFacts.Scripts scripts) {
        this.html = html;
        this.scripts = scripts;
    }

    static void write(Html html, DatabaseFacts.Scripts scripts, String id) {
        if (!scripts.applied().isEmpty() || !scripts.repeatable().isEmpty()) {
            DatabaseSection.open(html, id + "-history", "History");
            new HistorySection(html, scripts).write();
            html.closeLine();
        }
    }

    private void write() {
        List<DatabaseFacts.Applied> newestFirst = new ArrayList<>(scripts.applied());
        newestFirst.addAll(scripts.repeatable());
        newestFirst.sort(Comparator.comparing(DatabaseFacts.Applied::appliedAt)
                .thenComparing(DatabaseFacts.Applied::number)
                .reversed());
        bars(newestFirst);
        DatabaseSection.names(html, "Applied, but their file is missing", scripts.missing());
        int shown = 0;
        for (List<DatabaseFacts.Applied> group : groups(newestFirst)) {
            group(group, shown < SHOWN);
            shown += group.size();
        }
    }

    /** Returns the scripts of each month; a month of many scripts is divided. */
    private static List<List<DatabaseFacts.Applied>> groups(List<DatabaseFacts.Applied> newestFirst) {
        List<List<DatabaseFacts.Applied>> groups = new ArrayList<>();
        List<DatabaseFacts.Applied> group = new ArrayList<>();
        for (DatabaseFacts.Applied entry : newestFirst) {
            if (group.isEmpty() || group.size() == MOST || !month(group.get(0)).equals(month(entry))) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(entry);
        }
        return groups;
    }

    private static YearMonth month(DatabaseFacts.Applied entry) {
        return YearMonth.from(entry.appliedAt().atOffset(ZoneOffset.UTC));
    }

    private void group(List<DatabaseFacts.Applied> entries, boolean isOpen) {
        if (isOpen) {
            html.open("details", "class", "month", "open", "");
        } else {
            html.open("details", "class", "month");
        }
        String last = entries.get(0).number();
        String first = entries.get(entries.size() - 1).number();
        String numbers = entries.size() == 1 || first.isEmpty() || last.isEmpty() ? "" : ", " + first + " to " + last;
        html.open("summary").element("h4", month(entries.get(0)).toString());
        html.element("span", " " + Texts.count(entries.size(), "script") + numbers, "class", "quiet");
        html.close().open("ol", "class", "time");
        for (DatabaseFacts.Applied entry : entries) {
            html.open("li");
            Texts.time(html, entry.appliedAt());
            html.element("code", entry.fileName());
            String who = entry.appliedBy().isEmpty() ? "" : " by " + entry.appliedBy();
            html.element("span", Texts.duration(entry.took()) + who, "class", "who quiet");
            html.closeLine();
        }
        html.close().closeLine();
    }

    /** Draws how many scripts were applied in each of some equal spans of time. */
    private void bars(List<DatabaseFacts.Applied> newestFirst) {
        Instant first = newestFirst.get(newestFirst.size() - 1).appliedAt();
        Instant last = newestFirst.get(0).appliedAt();
        long span = last.toEpochMilli() - first.toEpochMilli();
        if (newestFirst.size() < FEWEST_FOR_BARS || span <= 0) {
            return;
        }
        int[] counts = new int[BARS];
        int most = 0;
        for (DatabaseFacts.Applied entry : newestFirst) {
            int bar = (int) ((entry.appliedAt().toEpochMilli() - first.toEpochMilli()) * (BARS - 1) / span);
            most = Math.max(most, ++counts[bar]);
        }
        html.open(
                "svg",
                "class",
                "bars",
                "viewBox",
                "0 0 " + BARS * BAR_WIDTH + " " + BAR_HEIGHT,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                Texts.count(newestFirst.size(), "script") + " over time");
        for (int bar = 0; bar < BARS; bar++) {
            if (counts[bar] > 0) {
                int height = Math.max(3, counts[bar] * (BAR_HEIGHT - 4) / most);
                html.empty(
                        "rect",
                        "x",
                        Integer.toString(bar * BAR_WIDTH + 1),
                        "y",
                        Integer.toString(BAR_HEIGHT - height),
                        "width",
                        Integer.toString(BAR_WIDTH - 2),
                        "height",
                        Integer.toString(height));
            }
        }
        html.closeLine().open("div", "class", "span");
        Texts.time(html, first);
        html.element("span", Texts.count(newestFirst.size(), "script"));
        Texts.time(html, last);
        html.closeLine();
    }
}
