package io.fastmigrate.mcp;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool answers: what the command prints with {@code --json}.
 *
 * @param members of the object
 */
record Answer(Map<String, @Nullable Object> members) {

    private static final int SCHEMA = 1;
    private static final int FAILED = 1;

    /** Makes an answer of the same form as an error of a command. */
    static Answer refusal(String command, String type, String message, String advice) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        error.put("advice", advice);
        error.put("exitCode", FAILED);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("schema", SCHEMA);
        members.put("command", command);
        members.put("error", error);
        return new Answer(members);
    }

    boolean isError() {
        return members.get("error") != null;
    }

    String command() {
        return text("command");
    }

    /** Returns a member as text; empty if there is none. */
    String text(String member) {
        return text(members, member);
    }

    static String text(Map<?, ?> object, String member) {
        Object value = object.get(member);
        return value == null ? "" : String.valueOf(value);
    }

    /** Returns the objects of an array; none if there is no such array. */
    List<Map<?, ?>> objects(String member) {
        return objects(members, member);
    }

    static List<Map<?, ?>> objects(Map<?, ?> object, String member) {
        return object.get(member) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(each -> (Map<?, ?>) each)
                        .toList()
                : List.of();
    }

    /** Returns what the protocol sends: the object, and the same in short for people and models. */
    CallToolResult toResult() {
        return CallToolResult.builder()
                .addTextContent(Summary.of(this))
                .structuredContent(members)
                .isError(isError())
                .build();
    }
}
