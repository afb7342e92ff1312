package io.fastmigrate.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a client may say to a tool.
 *
 * @param description for models and people
 */
record Parameter(String name, Kind kind, String description, boolean isRequired) {

    /** What a value may be. */
    enum Kind {
        TEXT("string", "a text"),
        TEXTS("array", "an array of texts"),
        SWITCH("boolean", "true or false");

        private final String schemaType;
        private final String words;

        Kind(String schemaType, String words) {
            this.schemaType = schemaType;
            this.words = words;
        }

        private boolean admits(Object value) {
            return switch (this) {
                case TEXT -> value instanceof String;
                case TEXTS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
                case SWITCH -> value instanceof Boolean;
            };
        }
    }

    /** Returns the JSON Schema of an object with these. */
    static Map<String, Object> schema(List<Parameter> parameters) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("type", parameter.kind.schemaType);
            property.put("description", parameter.description);
            if (parameter.kind == Kind.TEXTS) {
                property.put("items", Map.of("type", Kind.TEXT.schemaType));
            }
            properties.put(parameter.name, property);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "required",
                parameters.stream()
                        .filter(Parameter::isRequired)
                        .map(Parameter::name)
                        .toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Returns what is wrong with what a client said; empty if nothing is. */
    static Optional<String> problem(String tool, List<Parameter> parameters, Map<String, Object> arguments) {
        for (Map.Entry<String, Object> argument : arguments.entrySet()) {
            Optional<Parameter> parameter = parameters.stream()
                    .filter(each -> each.name.equals(argument.getKey()))
                    .findFirst();
            if (parameter.isEmpty()) {
                return Optional.of("The tool " + tool + " has no argument '" + argument.getKey() + "'.");
            }
            if (!parameter.get().kind.admits(argument.getValue())) {
                return Optional.of("The argument " + argument.getKey() + " of the tool " + tool + " is not "
                        + parameter.get().kind.words + ".");
            }
        }
        return parameters.stream()
                .filter(each -> each.isRequired && !arguments.containsKey(each.name))
                .findFirst()
                .map(each -> "The tool " + tool + " needs the argument " + each.name + ".");
    }

    /** Returns what to say instead of arguments that are wrong. */
    static String advice(List<Parameter> parameters) {
        String names = parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
        return (names.isEmpty() ? "Call it without arguments." : "Its arguments are: " + names + ".")
                + " The database and the scripts were fixed when the server was started.";
    }
}
