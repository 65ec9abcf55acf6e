package io.github.pgchime.journal;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the main code to what the design says of it. */
class ArchitectureTest {

    private static final String ROOT = "io.github.pgchime.journal";

    /** Lowest first: a package knows only itself and those before it. */
    private static final List<String> ORDER = Stream.of(".jdbc", ".schema", ".wake", ".reading", "")
            .map(ROOT::concat)
            .toList();

    /** What tells the time or lets it pass. */
    private static final Map<String, Set<String>> CLOCKS = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Thread", Set.of("sleep"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.OffsetDateTime", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
            "java.time.InstantSource", Set.of("system"));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packages_knowOnlyThoseBeforeThem() {
        Set<String> higher = new HashSet<>(ORDER);
        for (String each : ORDER) {
            higher.remove(each);
            noClasses()
                    .that()
                    .resideInAPackage(each)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(higher.toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(MAIN);
        }
    }

    @Test
    void packages_areAllOrdered() {
        classes().should().resideInAnyPackage(ORDER.toArray(String[]::new)).check(MAIN);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void pgjdbc_isOnlyWhereASourceIsMade() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".PgJdbc")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".PgJdbc$Asking")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(MAIN);
    }

    @Test
    void clocks_areNotReadDirectly() {
        noClasses().should().callCodeUnitWhere(readsAClock()).check(MAIN);
    }

    @Test
    void monitors_areNotUsed() throws IOException {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(MAIN);
        Predicate<String> block = Pattern.compile("\\bsynchronized\\s*\\(").asPredicate();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).filter(file -> block.test(read(file))))
                    .isEmpty();
        }
    }

    @Test
    void packages_areNullMarked() {
        for (JavaClass each : MAIN) {
            assertThat(each.getPackage().isAnnotatedWith(NullMarked.class))
                    .as(each.getPackageName())
                    .isTrue();
        }
    }

    @Test
    void exportedMethods_nameNoHiddenType() {
        methods()
                .that()
                .areDeclaredInClassesThat(describe("are exported", ArchitectureTest::isExported))
                .and()
                .arePublic()
                .should(nameOnlyExportedTypes())
                .check(MAIN);
    }

    @Test
    void names_sayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*\\.[^.]*(Util|Helper|Manager|Common)[^.]*")
                .check(MAIN);
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return describe(
                "reads a clock",
                access -> CLOCKS.getOrDefault(access.getTargetOwner().getFullName(), Set.of())
                        .contains(access.getTarget().getName()));
    }

    private static boolean isExported(JavaClass type) {
        return type.getPackageName().equals(ROOT)
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isExported).orElse(true);
    }

    private static ArchCondition<JavaMethod> nameOnlyExportedTypes() {
        return new ArchCondition<>("name only exported types of ours") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(
                                method.getReturnType().getAllInvolvedRawTypes().stream(),
                                method.getParameterTypes().stream()
                                        .flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                        .filter(type -> type.getPackageName().startsWith(ROOT) && !isExported(type))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " names hidden " + type.getName())));
            }
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
