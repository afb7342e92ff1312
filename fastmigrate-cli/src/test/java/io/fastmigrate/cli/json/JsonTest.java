package io.fastmigrate.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {

    private final JsonMapper parser = JsonMapper.builder().build();

    @Test
    void everyCharacterComesBackFromARealParser() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xffff; c++) {
            if (!Character.isSurrogate((char) c)) {
                all.append((char) c);
            }
        }
        all.appendCodePoint(0x1f600).appendCodePoint(0x10ffff);

        JsonNode parsed = parser.readTree(Json.write(all.toString()));

        assertThat(parsed.stringValue()).isEqualTo(all.toString());
    }

    @Test
    void aLoneSurrogateIsEscapedSinceItHasNoUtf8() {
        assertThat(Json.write("a\ud800b")).isEqualTo("\"a\\ud800b\"");
        assertThat(Json.write("\udc00\ud83d")).isEqualTo("\"\\udc00\\ud83d\"");
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(Json.write("\u0000\u001b\n\r\t\"\\\u007f")).isEqualTo("\"\\u0000\\u001b\\n\\r\\t\\\"\\\\\\u007f\"");
    }

    @Test
    void objectsAndListsNestAndKeepTheirOrder() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("b", List.of(1, 2L, true));
        object.put("a", new LinkedHashMap<>());
        object.put("c", new ArrayList<>(Arrays.asList("x", null)));

        String text = Json.write(object);

        JsonNode parsed = parser.readTree(text);
        assertThat(parsed.propertyNames()).containsExactly("b", "a", "c");
        assertThat(parsed.get("b").get(1).longValue()).isEqualTo(2);
        assertThat(parsed.get("a").isEmpty()).isTrue();
        assertThat(parsed.get("c").get(1).isNull()).isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Json.write(1.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
