package io.fastmigrate.report.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a picture readable holds for all pictures: for usual schemas, and for random ones. */
class LayoutTest {

    private static final int WIDTH = 200;

    static Stream<Graph> graphs() {
        return Stream.concat(
                Stream.of(
                        new Graph(List.of(), List.of()),
                        new Graph(List.of(3), List.of()),
                        new Graph(List.of(3), List.of(new Graph.Link(0, 1, 0))),
                        new Graph(List.of(2, 2), List.of(new Graph.Link(0, 0, 1), new Graph.Link(1, 1, 0))),
                        new Graph(List.of(2, 2), List.of(new Graph.Link(0, 1, 1), new Graph.Link(0, 1, 1))),
                        chain(40),
                        star(60)),
                IntStream.range(0, 60).mapToObj(LayoutTest::random));
    }

    private static Graph chain(int boxes) {
        return new Graph(
                IntStream.range(0, boxes).mapToObj(box -> 2).toList(),
                IntStream.range(1, boxes)
                        .mapToObj(box -> new Graph.Link(box, 1, box - 1))
                        .toList());
    }

    private static Graph star(int boxes) {
        return new Graph(
                IntStream.range(0, boxes).mapToObj(box -> 2).toList(),
                IntStream.range(1, boxes)
                        .mapToObj(box -> new Graph.Link(box, 1, 0))
                        .toList());
    }

    /** Mostly links to boxes before, as schemas have; some in circles, some to themselves. */
    private static Graph random(int seed) {
        Random random = new Random(seed);
        int boxes = 2 + random.nextInt(seed < 50 ? 30 : 120);
        List<Integer> rows = new ArrayList<>();
        List<Graph.Link> links = new ArrayList<>();
        for (int box = 0; box < boxes; box++) {
            int keys = random.nextInt(4);
            rows.add(1 + keys);
            for (int row = 1; row <= keys; row++) {
                boolean anywhere = random.nextInt(12) == 0;
                links.add(new Graph.Link(box, row, random.nextInt(anywhere ? boxes : box + 1)));
            }
        }
        return new Graph(rows, links);
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyBoxIsThereOnceAndNoTwoOverlap(Graph graph) {
        Picture picture = Layout.of(graph, WIDTH);
        assertThat(picture.boxes())
                .extracting(Picture.Box::box)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, graph.rows().size()).boxed().toList());
        for (Picture.Box one : picture.boxes()) {
            assertThat(one.x()).isNotNegative();
            assertThat(one.y()).isNotNegative();
            assertThat(one.x() + WIDTH).isLessThanOrEqualTo(picture.width());
            assertThat(one.y() + one.height()).isLessThanOrEqualTo(picture.height());
            for (Picture.Box other : picture.boxes()) {
                assertThat(one.equals(other)
                                || one.x() + WIDTH <= other.x()
                                || other.x() + WIDTH <= one.x()
                                || one.y() + one.height() <= other.y()
                                || other.y() + other.height() <= one.y())
                        .as("%s beside %s", one, other)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void noLineCrossesABox(Graph graph) {
        Picture picture = Layout.of(graph, WIDTH);
        for (Picture.Line line : picture.lines()) {
            for (Picture.Segment segment : line.segments()) {
                for (Picture.Box box : picture.boxes()) {
                    boolean outside = segment.x2() <= box.x()
                            || segment.x1() >= box.x() + WIDTH
                            || Math.max(segment.y1(), segment.y2()) <= box.y()
                            || Math.min(segment.y1(), segment.y2()) >= box.y() + box.height();
                    assertThat(outside).as("%s beside %s", segment, box).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void noTwoLinesToDifferentBoxesLieOnEachOther(Graph graph) {
        Picture picture = Layout.of(graph, WIDTH);
        for (int i = 0; i < picture.lines().size(); i++) {
            for (int j = 0; j < i; j++) {
                if (picture.lines().get(i).parent() == picture.lines().get(j).parent()) {
                    continue;
                }
                for (Picture.Segment one : picture.lines().get(i).segments()) {
                    for (Picture.Segment other : picture.lines().get(j).segments()) {
                        assertThat(isOn(one, other)).as("%s on %s", one, other).isFalse();
                    }
                }
            }
        }
    }

    private static boolean isOn(Picture.Segment one, Picture.Segment other) {
        if (one.isHorizontal() && other.isHorizontal()) {
            return one.y1() == other.y1() && Math.max(one.x1(), other.x1()) < Math.min(one.x2(), other.x2());
        }
        return one.x1() == one.x2()
                && other.x1() == other.x2()
                && one.x1() == other.x1()
                && Math.max(Math.min(one.y1(), one.y2()), Math.min(other.y1(), other.y2()))
                        < Math.min(Math.max(one.y1(), one.y2()), Math.max(other.y1(), other.y2()));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyLinkCanBeFollowedFromItsRowToTheOtherBox(Graph graph) {
        Picture picture = Layout.of(graph, WIDTH);
        for (Graph.Link link : graph.links()) {
            assertThat(picture.lines().stream()
                            .filter(line -> line.parent() == link.parent())
                            .anyMatch(line -> leads(line, link, picture)))
                    .as("%s in %s", link, picture)
                    .isTrue();
        }
    }

    private static boolean leads(Picture.Line line, Graph.Link link, Picture picture) {
        Picture.Box child = box(picture, link.child());
        int top = child.y() + (1 + link.row()) * Picture.ROW;
        return line.ends().stream()
                .filter(end -> !end.atParent() && end.box() == link.child())
                .filter(end -> end.y() > top && end.y() < top + Picture.ROW)
                .filter(end -> end.x() == child.x() || end.x() == child.x() + WIDTH)
                .anyMatch(end -> reaches(line, end));
    }

    private static Picture.Box box(Picture picture, int number) {
        return picture.boxes().stream()
                .filter(box -> box.box() == number)
                .findFirst()
                .orElseThrow();
    }

    /** Walks from segment to segment where they touch. */
    private static boolean reaches(Picture.Line line, Picture.End start) {
        Set<Picture.Segment> reached = new HashSet<>();
        Picture.Segment at = new Picture.Segment(start.x(), start.y(), start.x(), start.y());
        List<Picture.Segment> next = new ArrayList<>(List.of(at));
        while (!next.isEmpty()) {
            Picture.Segment here = next.remove(0);
            for (Picture.Segment segment : line.segments()) {
                if (touch(here, segment) && reached.add(segment)) {
                    next.add(segment);
                }
            }
        }
        return line.ends().stream()
                .filter(Picture.End::atParent)
                .anyMatch(end -> reached.stream()
                        .anyMatch(segment -> touch(segment, new Picture.Segment(end.x(), end.y(), end.x(), end.y()))));
    }

    private static boolean touch(Picture.Segment one, Picture.Segment other) {
        return Math.max(one.x1(), other.x1()) <= Math.min(one.x2(), other.x2())
                && Math.max(Math.min(one.y1(), one.y2()), Math.min(other.y1(), other.y2()))
                        <= Math.min(Math.max(one.y1(), one.y2()), Math.max(other.y1(), other.y2()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void isTheSameEachTime(int seed) {
        assertThat(Layout.of(random(seed), WIDTH)).isEqualTo(Layout.of(random(seed), WIDTH));
    }

    @Test
    void putsAHundredTablesIntoColumnsThatFitOnAPage() {
        Picture picture = Layout.of(star(100), WIDTH);
        assertThat(picture.width()).isLessThan(1600);
        assertThat(picture.height()).isLessThan(3500);
    }
}
