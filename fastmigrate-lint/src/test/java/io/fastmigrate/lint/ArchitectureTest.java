package io.fastmigrate.lint;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;

/** The packages of the linter. */
@AnalyzeClasses(packages = "io.fastmigrate.lint", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MOST_FILES = 20;

    @ArchTest
    static final ArchRule noInternalPackagesNeedEachOther = SlicesRuleDefinition.slices()
            .matching("io.fastmigrate.lint.internal.(**)")
            .should()
            .beFreeOfCycles();

    /** All others, above all those that change scripts or run them on other databases, have whole statements. */
    @ArchTest
    static void onlyReadersOfScriptsSkimThem(JavaClasses classes) {
        assertThat(classes.stream().flatMap(type -> type.getMethodCallsFromSelf().stream()))
                .filteredOn(call -> call.getName().equals("skim"))
                .extracting(call -> call.getOriginOwner().getSimpleName())
                .containsOnly("SqliteReader", "ServerReader");
    }

    /** Its package-info aside. */
    @ArchTest
    static void noPackageHasMoreThanTwentyFiles(JavaClasses classes) {
        Map<String, List<String>> files = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, mapping(JavaClass::getSimpleName, toList())));
        assertThat(files).allSatisfy((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(MOST_FILES));
    }
}
