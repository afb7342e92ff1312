package io.fastmigrate.cli.output;

/** How text looks on a stream: with ANSI colours, or plain. */
public enum Style {
    PLAIN,
    COLOUR;

    String bold(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    public String red(String text) {
        return in("1;31", text);
    }

    public String green(String text) {
        return in("32", text);
    }

    public String yellow(String text) {
        return in("33", text);
    }

    private String in(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
