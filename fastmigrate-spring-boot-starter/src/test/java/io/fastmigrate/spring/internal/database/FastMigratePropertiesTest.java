package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Policy;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.TenantProperties;
import java.beans.FeatureDescriptor;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FastMigratePropertiesTest {

    /** What the builder gets from beans and the context, not from a text. */
    private static final Set<String> NOT_TEXT = Set.of("classLoader", "javaMigrations", "listener");

    /** What names the database itself, and so starts a builder. */
    private static final Set<String> OF_THE_DATABASE = Set.of("db");

    private static final Set<String> GROUPS = Set.of("endpoint", "tenants");

    /** Where a switch of the builder is named by what it switches off, or by its act. */
    private static final Map<String, String> PROPERTY_OF_SETTING = Map.of(
            "withoutHistory",
            "history",
            "withoutJoinedInserts",
            "joinInserts",
            "backUpFirst",
            "backup",
            "value",
            "values");

    @Test
    void hasAPropertyForEachSettingAndASettingForEachProperty() {
        Set<String> settings = Stream.of(FastMigrateBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == FastMigrateBuilder.class)
                .map(Method::getName)
                .filter(name -> !NOT_TEXT.contains(name))
                .map(name -> PROPERTY_OF_SETTING.getOrDefault(name, name))
                .collect(Collectors.toSet());
        Set<String> properties = propertiesOf(DatabaseProperties.class)
                .filter(name -> !OF_THE_DATABASE.contains(name))
                .collect(Collectors.toSet());

        assertThat(properties).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "migrations, scripts, [scripts]",
        "username, ada, ada",
        "password, hush, hush",
        "schema, library, library",
        "connect-timeout, 30, PT30S",
        "late-scripts, ignore, IGNORE",
        "changed-scripts, warn, WARN",
        "on-ahead, fail, FAIL",
        "target, 0042, 42",
        "strict-naming, true, true",
        "history, false, false",
        "join-inserts, false, false",
        "lock-timeout, 7, PT7S",
        "script-timeout, 2m, PT2M",
        "hook-timeout, 9, PT9S",
        "python, python3.12, python3.12",
        "shell, bash, bash",
        "backup, true, true",
        "keep-backups, 3, 3",
        "backup-directory, saved, saved",
        "dump-tool, /opt/pg_dump, /opt/pg_dump",
        "transaction, run, RUN",
        "restore-on-failure, true, true",
        "applied-by, deployer, deployer"
    })
    void givesThePropertyToItsSetting(String property, String value, String expected) throws Exception {
        String setting = "backup".equals(property) ? "back-up-first" : property;
        Map<String, String> before = settingsWith(Map.of());
        Map<String, String> after = settingsWith(Map.of("fastmigrate." + property, value));

        assertThat(after).containsEntry(setting, expected);
        assertThat(before.get(setting)).isNotEqualTo(expected);
        before.remove(setting);
        after.remove(setting);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void hasTheDefaultsOfTheBuilder() throws Exception {
        Map<String, String> byProperties = settingsWith(Map.of());
        Map<String, String> byBuilder = settingsOf(FastMigrate.sqlite(Path.of("app.db")));
        byProperties.remove("migrations");
        byBuilder.remove("migrations");

        assertThat(byProperties).isEqualTo(byBuilder);
        assertThat(bind(Map.of()).getMigrations()).containsExactly("classpath:migrations");
    }

    @Test
    void takesPoliciesInAnyCaseAndDurationsInSeconds() {
        FastMigrateProperties properties =
                bind(Map.of("fastmigrate.lateScripts", "Warn", "fastmigrate.lock-timeout", "90"));

        assertThat(properties.getLateScripts()).isEqualTo(Policy.WARN);
        assertThat(properties.getLockTimeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void takesTheNamesOfValuesAsTheyAreWritten() throws Exception {
        Map<String, String> settings = settingsWith(Map.of(
                "fastmigrate.values.my.name", "a",
                "fastmigrate.values.My-Name", "b",
                "fastmigrate.values.[my_name]", "c"));

        assertThat(settings.get("value")).contains("my.name=a", "My-Name=b", "my_name=c");
    }

    @Test
    void refusesAPolicyThatIsNone() {
        assertThatThrownBy(() -> bind(Map.of("fastmigrate.on-ahead", "perhaps")))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("fastmigrate.on-ahead");
    }

    @Test
    void explainsEveryValueOfEveryEnumerationInTheMetadata() throws Exception {
        String metadata = metadata();
        List<Map<String, String>> properties = JsonPath.read(metadata, "$.properties[*]");

        assertThat(properties)
                .filteredOn(property -> isEnumeration(property.get("type")))
                .hasSizeGreaterThan(8)
                .allSatisfy(property -> {
                    List<String> explained = JsonPath.read(
                            metadata,
                            "$.hints[?(@.name == '" + property.get("name") + "')].values[?(@.description)].value");
                    assertThat(explained)
                            .as(property.get("name"))
                            .containsExactlyInAnyOrderElementsOf(constants(property.get("type")));
                });
        for (String property : List.of("db", "migrations", "tenants.db", "tenants.migrations")) {
            assertThat(JsonPath.<List<String>>read(
                            metadata, "$.hints[?(@.name == 'fastmigrate." + property + "')].providers[*].name"))
                    .containsExactly("any");
        }
    }

    private static boolean isEnumeration(@Nullable String type) {
        return type != null
                && type.startsWith("io.fastmigrate")
                && !constants(type).isEmpty();
    }

    private static List<String> constants(@Nullable String type) {
        try {
            Object[] constants = Class.forName(String.valueOf(type)).getEnumConstants();
            return constants == null
                    ? List.of()
                    : Stream.of(constants)
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysTheDefaultsInTheMetadata() throws Exception {
        String metadata = metadata();

        assertThat(Map.of(
                        "migrations",
                        List.of("classpath:migrations"),
                        "tenants.migrations",
                        List.of("classpath:migrations"),
                        "lock-timeout",
                        "60s",
                        "late-scripts",
                        "fail",
                        "on-ahead",
                        "warn",
                        "transaction",
                        "script",
                        "history",
                        true,
                        "keep-backups",
                        0,
                        "tenants.on-failure",
                        "fail",
                        "tenants.canary",
                        true))
                .allSatisfy((name, value) -> assertThat(JsonPath.<List<Object>>read(
                                metadata, "$.properties[?(@.name == 'fastmigrate." + name + "')].defaultValue"))
                        .as(name)
                        .containsExactly(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.fastmigrate.enabled", "management.info.fastmigrate.enabled"})
    void knowsTheSwitchesOfActuator(String property) throws Exception {
        String found = "$.properties[?(@.name == '" + property + "')]";
        assertThat(JsonPath.<List<Object>>read(metadata(), found + ".defaultValue"))
                .containsExactly(true);
        assertThat(JsonPath.<List<Object>>read(metadata(), found + ".type")).containsExactly("java.lang.Boolean");
    }

    private static String metadata() throws Exception {
        try (InputStream json =
                FastMigrateProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new String(Objects.requireNonNull(json).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void describesEachPropertyInTheMetadata() throws Exception {
        String metadata = metadata();

        assertThat(Stream.concat(
                        propertiesOf(FastMigrateProperties.class).filter(name -> !GROUPS.contains(name)),
                        propertiesOf(TenantProperties.class).map(name -> "tenants." + name)))
                .allSatisfy(name -> {
                    String property =
                            "fastmigrate." + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                    List<String> descriptions =
                            JsonPath.read(metadata, "$.properties[?(@.name == '" + property + "')].description");
                    assertThat(descriptions)
                            .as(property)
                            .singleElement()
                            .asString()
                            .endsWith(".");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"show-paths", "show-details"})
    void describesThePropertiesOfTheEndpoint(String name) throws Exception {
        String found = "$.properties[?(@.name == 'management.endpoint.fastmigrate." + name + "')]";
        assertThat(JsonPath.<List<Object>>read(metadata(), found + ".defaultValue"))
                .containsExactly("never");
        assertThat(JsonPath.<List<Object>>read(metadata(), found + ".type"))
                .containsExactly("org.springframework.boot.actuate.endpoint.Show");
    }

    @Test
    void findsEachPropertyInTheGuideWithItsDefault() throws Exception {
        String guide = Files.readString(Path.of("../docs/spring-boot.md"));
        List<Map<String, Object>> properties = JsonPath.read(metadata(), "$.properties[*]");

        assertThat(properties)
                .filteredOn(property -> String.valueOf(property.get("name")).matches("fastmigrate\\.(?!tenants).*"))
                .hasSizeGreaterThan(20)
                .allSatisfy(property -> {
                    String name = "`" + property.get("name") + "`";
                    assertThat(guide).contains(name);
                    Object value = property.get("defaultValue");
                    if (value != null) {
                        String shown = value instanceof List<?> list
                                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                                : String.valueOf(value);
                        assertThat(guide.lines().filter(line -> line.startsWith("| ") && line.contains(name)))
                                .as(name)
                                .anySatisfy(line -> assertThat(line).contains("`" + shown + "`"));
                    }
                });
    }

    /** The names of the properties that have a setter or, for a group of them, a getter. */
    private static Stream<String> propertiesOf(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .map(FeatureDescriptor::getName)
                .filter(name -> !"class".equals(name));
    }

    private static FastMigrateProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("fastmigrate", FastMigrateProperties.class);
    }

    private static Map<String, String> settingsWith(Map<String, String> values) throws Exception {
        FastMigrateBuilder builder = FastMigrate.sqlite(Path.of("app.db"));
        BuilderSettings.apply(bind(values), builder);
        return settingsOf(builder);
    }

    /** The builder shows its settings to no one, so the test looks behind it. */
    private static Map<String, String> settingsOf(FastMigrateBuilder builder) throws Exception {
        Settings settings = (Settings) read(FastMigrateBuilder.class.getDeclaredField("settings"), builder);
        Map<String, String> values = new TreeMap<>();
        for (Field field : Setting.class.getDeclaredFields()) {
            if (field.getType() == Setting.class) {
                Setting<?> setting = (Setting<?>) read(field, null);
                values.put(
                        setting.toString(),
                        settings.find(setting).map(Object::toString).orElse("none"));
            }
        }
        return values;
    }

    private static Object read(Field field, @Nullable Object owner) throws IllegalAccessException {
        field.setAccessible(true);
        return field.get(owner);
    }
}
