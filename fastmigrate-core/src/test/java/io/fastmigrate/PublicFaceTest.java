package io.fastmigrate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What users can name: few types, none of them internal, and no constructor that a later version could not change. */
@AnalyzeClasses(packages = "io.fastmigrate", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicFaceTest {

    /** Users make these two themselves; neither can ever mean more than it does. */
    private static final Set<Class<?>> MADE_BY_USERS = Set.of(Version.class, Script.Position.class);

    private static final Set<String> EXPORTED =
            Set.of("io.fastmigrate", "io.fastmigrate.error", "io.fastmigrate.adapter");

    private static boolean isExported(JavaClass type) {
        return EXPORTED.contains(type.getPackageName())
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicFaceTest::isExported).orElse(true);
    }

    private static DescribedPredicate<JavaMember> promised() {
        return describe(
                "promised to users",
                member -> isExported(member.getOwner())
                        && (member.getModifiers().contains(JavaModifier.PUBLIC)
                                || member.getModifiers().contains(JavaModifier.PROTECTED)));
    }

    private static boolean isInternal(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith("io.fastmigrate.internal");
    }

    private static <T extends JavaMember> ArchCondition<T> nameNoInternalType() {
        return new ArchCondition<>("name no internal type") {
            @Override
            public void check(T member, ConditionEvents events) {
                Stream<JavaClass> named = member instanceof JavaCodeUnit unit
                        ? Stream.of(
                                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                                        unit.getParameterTypes().stream()
                                                .flatMap(type -> type.getAllInvolvedRawTypes().stream()),
                                        unit.getExceptionTypes().stream())
                                .flatMap(types -> types)
                        : Stream.of(member.getOwner());
                named.filter(PublicFaceTest::isInternal)
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                member, member.getFullName() + " names " + type.getName())));
            }
        };
    }

    @ArchTest
    static final ArchRule noInternalTypeInAPublicSignature =
            codeUnits().that(promised()).should(nameNoInternalType());

    /** A superclass that users cannot name would show its type parameters and its methods all the same. */
    @ArchTest
    static void noHiddenSupertype(JavaClasses classes) {
        List<String> hidden = classes.stream()
                .filter(PublicFaceTest::isExported)
                .flatMap(type -> Stream.concat(
                                type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                        .filter(above -> above.getPackageName().startsWith("io.fastmigrate") && !isExported(above))
                        .map(above -> type.getName() + " extends " + above.getName()))
                .toList();
        assertThat(hidden).isEmpty();
    }

    @ArchTest
    static final ArchRule noPublicField =
            fields().that(promised()).should().beStatic().andShould().beFinal();

    @ArchTest
    static final ArchRule noPublicConstructor = constructors()
            .that(promised())
            .and(describe("are not of a value that users make", PublicFaceTest::isOfAnother))
            .should(new ArchCondition<>("not be there") {
                @Override
                public void check(JavaConstructor constructor, ConditionEvents events) {
                    events.add(SimpleConditionEvent.violated(constructor, constructor.getFullName() + " is public"));
                }
            })
            .allowEmptyShould(true);

    private static boolean isOfAnother(JavaConstructor constructor) {
        return MADE_BY_USERS.stream().noneMatch(type -> constructor.getOwner().isEquivalentTo(type));
    }

    @ArchTest
    static void atMostSixtyPublicTypes(JavaClasses classes) {
        List<String> exported = classes.stream()
                .filter(PublicFaceTest::isExported)
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(exported).hasSizeBetween(30, 60);
        assertThat(exported).contains(FastMigrate.class.getName(), Plan.Step.class.getName());
    }
}
