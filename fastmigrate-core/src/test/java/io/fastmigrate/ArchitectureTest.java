package io.fastmigrate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Locale;

/** The rooms of the core and the arrows between them. No rule may match nothing: ArchUnit fails on an empty room. */
@AnalyzeClasses(packages = "io.fastmigrate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule roomsAreEnteredOnlyFromAbove = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("engine")
            .definedBy("io.fastmigrate")
            .layer("backend")
            .definedBy("io.fastmigrate.backend..")
            .layer("source")
            .definedBy("io.fastmigrate.source..")
            .layer("sql")
            .definedBy("io.fastmigrate.sql..")
            .layer("model")
            .definedBy("io.fastmigrate.model..")
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("backend")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("engine", "backend")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("engine", "backend", "source", "sql")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("io.fastmigrate.(*)..").should().beFreeOfCycles();

    /** Java folds all of Unicode, SQLite only ASCII. */
    @ArchTest
    static final ArchRule namesOfSqliteAreFoldedInOnePlace = noClasses()
            .that()
            .resideInAnyPackage("io.fastmigrate.backend.sqlite..", "io.fastmigrate.backend.rebuild..")
            .or()
            .resideInAPackage("io.fastmigrate.sql..")
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

    @ArchTest
    static final ArchRule coreNeverPrints = noClasses().should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule coreKnowsOnlyTheJdkSqliteSlf4jAndJSpecify = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.fastmigrate..", "java..", "javax.sql..", "org.sqlite..", "org.slf4j..", "org.jspecify..");
}
