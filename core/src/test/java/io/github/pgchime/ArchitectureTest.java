package io.github.pgchime;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
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

    private static final String ROOT = "io.github.pgchime";

    /** Lowest first: a package knows only itself and those before it. */
    private static final List<String> ORDER = Stream.of(
                    "",
                    ".value",
                    ".wire",
                    ".catalog",
                    ".codec",
                    ".replication",
                    ".decode.pgoutput",
                    ".decode",
                    ".lifecycle",
                    ".delivery",
                    ".nudge",
                    ".doctor",
                    ".notify",
                    ".notify.pgjdbc",
                    ".debezium",
                    ".debezium.json",
                    ".spool",
                    ".change")
            .map(ROOT::concat)
            .toList();

    private static final Set<String> EXPORTED = Set.of(
            ROOT,
            ROOT + ".value",
            ROOT + ".nudge",
            ROOT + ".doctor",
            ROOT + ".notify",
            ROOT + ".notify.pgjdbc",
            ROOT + ".debezium",
            ROOT + ".change");

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
            .withImportOption(location -> !location.contains("testkit"))
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
    void feeds_doNotKnowEachOther() {
        Set<String> feeds = Set.of(ROOT + ".nudge", ROOT + ".notify", ROOT + ".change");
        for (String feed : feeds) {
            Set<String> others = new HashSet<>(feeds);
            others.remove(feed);
            noClasses()
                    .that()
                    .resideInAPackage(feed)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.toArray(String[]::new))
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
    void sockets_areOnlyInWire() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".wire")
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.net..")
                        .or(JavaClass.Predicates.belongToAnyOf(Socket.class, ServerSocket.class, SocketChannel.class)))
                .check(MAIN);
    }

    @Test
    void jdbc_isOnlyInItsOwnSessions() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".notify.pgjdbc")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                .check(MAIN);
    }

    @Test
    void clocks_areReadOnlyBySystemTime() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".lifecycle.SystemTime")
                .should()
                .callCodeUnitWhere(readsAClock())
                .check(MAIN);
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
        return EXPORTED.contains(type.getPackageName())
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
