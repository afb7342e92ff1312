package io.fastmigrate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The packages of the core and the arrows between them. No rule may match nothing: ArchUnit fails on an empty layer. */
@AnalyzeClasses(packages = "io.fastmigrate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MOST_FILES = 20;

    /** What users import uses its own values and errors and is used by all; so it has no arrow here. */
    @ArchTest
    static final ArchRule packagesAreUsedOnlyFromAbove = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("public")
            .definedBy("io.fastmigrate", "io.fastmigrate.error", "io.fastmigrate.adapter")
            .layer("bridge")
            .definedBy("io.fastmigrate.internal.bridge..")
            .layer("fleet")
            .definedBy("io.fastmigrate.internal.fleet..")
            .layer("adopt")
            .definedBy("io.fastmigrate.internal.adopt..")
            .layer("authoring")
            .definedBy("io.fastmigrate.internal.authoring..")
            .layer("inspect")
            .definedBy("io.fastmigrate.internal.inspect..")
            .layer("engine")
            .definedBy("io.fastmigrate.internal.engine..")
            .layer("repeatable")
            .definedBy("io.fastmigrate.internal.repeatable..")
            .layer("settings")
            .definedBy("io.fastmigrate.internal.settings..")
            .layer("sqlite")
            .definedBy("io.fastmigrate.internal.sqlite..")
            .layer("jdbc")
            .definedBy("io.fastmigrate.internal.jdbc..")
            .layer("adapter")
            .definedBy("io.fastmigrate.internal.adapter..")
            .layer("port")
            .definedBy("io.fastmigrate.internal.port..")
            .layer("script")
            .definedBy("io.fastmigrate.internal.script..")
            .layer("file")
            .definedBy("io.fastmigrate.internal.file..")
            .layer("pool")
            .definedBy("io.fastmigrate.internal.pool..")
            .layer("process")
            .definedBy("io.fastmigrate.internal.process..")
            .layer("sql")
            .definedBy("io.fastmigrate.internal.sql..")
            .layer("waiting")
            .definedBy("io.fastmigrate.internal.waiting..")
            .whereLayer("fleet")
            .mayOnlyBeAccessedByLayers("public")
            .whereLayer("adopt")
            .mayOnlyBeAccessedByLayers("public")
            .whereLayer("authoring")
            .mayOnlyBeAccessedByLayers("public")
            .whereLayer("inspect")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("public", "fleet", "adopt", "authoring", "inspect")
            .whereLayer("repeatable")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("public", "adopt", "authoring", "inspect", "engine")
            .whereLayer("sqlite")
            .mayOnlyBeAccessedByLayers("public", "engine", "settings")
            .whereLayer("jdbc")
            .mayOnlyBeAccessedByLayers("settings")
            .whereLayer("adapter")
            .mayOnlyBeAccessedByLayers("public", "settings")
            .whereLayer("port")
            .mayOnlyBeAccessedByLayers(
                    "public",
                    "fleet",
                    "adopt",
                    "authoring",
                    "inspect",
                    "engine",
                    "repeatable",
                    "settings",
                    "sqlite",
                    "jdbc",
                    "adapter")
            .whereLayer("pool")
            .mayOnlyBeAccessedByLayers("sqlite", "jdbc")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("adopt", "inspect", "engine", "repeatable", "sqlite", "jdbc", "adapter", "port")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule internalPackagesHaveNoCycles =
            slices().matching("io.fastmigrate.internal.(**)").should().beFreeOfCycles();

    /** Its package-info aside. */
    @ArchTest
    static void noPackageHasMoreThanTwentyFiles(JavaClasses classes) {
        Map<String, List<String>> files = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, mapping(JavaClass::getSimpleName, toList())));
        assertThat(files).allSatisfy((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(MOST_FILES));
    }

    /**
     * No two classes need each other: each can be read, and tried, without the other. Nested classes count as their outer one.
     * The list must stay exact: an entry that is not needed any more fails too.
     */
    @ArchTest
    static void noTwoClassesNeedEachOther(JavaClasses classes) {
        Set<String> pairs = new TreeSet<>();
        Set<String> arrows = new HashSet<>();
        for (JavaClass from : classes) {
            for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
                String name = topLevel(from);
                String other = topLevel(arrow.getTargetClass());
                arrows.add(name + " -> " + other);
                if (!name.equals(other) && arrows.contains(other + " -> " + name)) {
                    pairs.add(name.compareTo(other) < 0 ? name + " " + other : other + " " + name);
                }
            }
        }
        assertThat(pairs)
                .containsExactlyInAnyOrder(
                        // what users call, and what it makes
                        "FastMigrate FastMigrateBuilder",
                        // values that users know by the name of their outer type
                        "Errors Fleet",
                        "Fleet FleetRun",
                        "Status StatusFacts",
                        // a port, and what it opens
                        "Backend Copy",
                        "Backend SchemaInspection",
                        "Backend Session",
                        // a backend, and what works with the connections that it opens
                        "JdbcBackend JdbcCreation",
                        "JdbcBackend JdbcSession",
                        // a connection does what its dialect says, and a dialect asks the connection
                        "Db Dialect");
    }

    private static String topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type.getSimpleName());
    }

    /** Java folds all of Unicode, SQLite only ASCII. */
    @ArchTest
    static final ArchRule namesOfSqliteAreFoldedInOnePlace = noClasses()
            .that()
            .resideInAnyPackage("io.fastmigrate.internal.sqlite..")
            .or()
            .resideInAnyPackage(
                    "io.fastmigrate.internal.sql.token..",
                    "io.fastmigrate.internal.sql.scan..",
                    "io.fastmigrate.internal.sql.statement..",
                    "io.fastmigrate.internal.sql.script..")
            .and()
            .haveSimpleNameNotStartingWith("Dialect")
            .should()
            .callMethod(String.class, "toLowerCase", Locale.class)
            .orShould()
            .callMethod(String.class, "toUpperCase", Locale.class)
            .orShould()
            .callMethod(String.class, "equalsIgnoreCase", String.class)
            .orShould()
            .callMethod(String.class, "compareToIgnoreCase", String.class)
            .orShould()
            .accessField(String.class, "CASE_INSENSITIVE_ORDER");

    /** What is skimmed has no whole statements. Lint reads scripts so, and what the core runs it reads in whole. */
    @ArchTest
    static void coreSkimsNothing(JavaClasses classes) {
        assertThat(classes.stream().flatMap(type -> type.getMethodCallsFromSelf().stream()))
                .filteredOn(call -> call.getName().equals("skim"))
                .isNotEmpty()
                .allMatch(call -> call.getOrigin().getName().equals("skim"));
    }

    @ArchTest
    static final ArchRule coreNeverPrints = noClasses().should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule coreKnowsOnlyTheJdkSqliteSlf4jAndJSpecify = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.fastmigrate..", "java..", "javax.sql..", "org.sqlite..", "org.slf4j..", "org.jspecify..");
}
