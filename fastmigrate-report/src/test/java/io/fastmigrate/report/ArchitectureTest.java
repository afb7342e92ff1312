package io.fastmigrate.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the report. */
@AnalyzeClasses(packages = "io.fastmigrate.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.fastmigrate.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule thePictureKnowsNothingOfDatabases = noClasses()
            .that()
            .resideInAPackage("..layout..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "..model..", "..facts..");

    @ArchTest
    static final ArchRule onlyTheReaderKnowsTheCore = noClasses()
            .that()
            .resideInAnyPackage("..html..", "..layout..", "..model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fastmigrate", "io.fastmigrate.error..", "io.fastmigrate.internal..");
}
