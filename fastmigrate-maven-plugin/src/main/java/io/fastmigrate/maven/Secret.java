package io.fastmigrate.maven;

/** A parameter whose value is not shown, also not by {@code mvn -X}, which prints each parameter. */
public final class Secret {

    private String value = "";

    /** Creates one for Maven, which calls {@link #set}. */
    public Secret() {}

    /** Takes the text of the POM. */
    public void set(String text) {
        value = text;
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
