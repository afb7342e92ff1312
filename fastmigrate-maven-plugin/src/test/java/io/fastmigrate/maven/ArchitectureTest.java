package io.fastmigrate.maven;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.maven.plugin.AbstractMojo;

/** What the plugin uses, and what of it is public: the goals, which Maven has to find, and a parameter's type. */
@AnalyzeClasses(packages = "io.fastmigrate.maven", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MOST_FILES = 20;

    @ArchTest
    static final ArchRule usesThePublicPackagesOfTheCoreAndMaven = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.fastmigrate",
                    "io.fastmigrate.error",
                    "io.fastmigrate.lint",
                    "io.fastmigrate.schema",
                    "io.fastmigrate.maven..",
                    "org.apache.maven..",
                    "org.w3c.dom",
                    "org.xml.sax",
                    "javax.inject",
                    "org.jspecify.annotations",
                    "java..",
                    "javax.xml.."));

    @ArchTest
    static final ArchRule neverPrints = noClasses().should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static void onlyGoalsArePublic(JavaClasses plugin) {
        assertThat(plugin)
                .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .allMatch(type -> type.isAssignableTo(AbstractMojo.class) || type.isEquivalentTo(Secret.class));
    }

    @ArchTest
    static void hasAtMostTwentyFiles(JavaClasses plugin) {
        assertThat(plugin)
                .filteredOn(type -> type.getPackageName().equals("io.fastmigrate.maven"))
                .filteredOn(JavaClass::isTopLevelClass)
                .hasSizeLessThanOrEqualTo(MOST_FILES);
    }
}
