package io.fastmigrate.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** The packages of the starter, with what is compiled for Spring Boot 3.5. */
@AnalyzeClasses(packages = "io.fastmigrate.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FACE = "io.fastmigrate.spring";
    private static final int MOST_FILES = 20;

    /** What users import. One more is a promise. */
    private static final List<String> USERS_TYPES = List.of(
            "CheckedDatabaseProperties",
            "DatabaseNotReadyException",
            "DatabaseProperties",
            "FastMigrateConnectionDetails",
            "FastMigrateCustomizer",
            "FastMigrateDataSource",
            "FastMigrateDatabase",
            "FastMigrateEndpointProperties",
            "FastMigrateProperties",
            "MigrationFailedEvent",
            "MigrationFinishedEvent",
            "MigrationObservationContext",
            "MigrationObservationConvention",
            "MigrationPhase",
            "MigrationStartedEvent",
            "SqliteDialect",
            "TenantDatabases",
            "TenantMigrations",
            "TenantProperties");

    @ArchTest
    static void usersFindOnlyWhatIsMeantForThem(JavaClasses starter) {
        assertThat(filesOf(starter).get(FACE))
                .allMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrderElementsOf(USERS_TYPES);
    }

    /** The package-info counts as well. */
    @ArchTest
    static void noPackageHasMoreThanTwentyFiles(JavaClasses starter) {
        assertThat(filesOf(starter))
                .allSatisfy((name, files) -> assertThat(files).as(name).hasSizeLessThan(MOST_FILES));
    }

    /** One for each file but its package-info. */
    private static Map<String, List<JavaClass>> filesOf(JavaClasses starter) {
        return starter.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName));
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.fastmigrate.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule coreIsUsedByWhatItExports =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.fastmigrate.internal..");

    @ArchTest
    static final ArchRule starterNeverPrints = noClasses().should(ACCESS_STANDARD_STREAMS);
}
