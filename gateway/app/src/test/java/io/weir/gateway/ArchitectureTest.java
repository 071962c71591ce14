package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The house has the rules of {@link ArchitectureRules}, and each of them catches a trespasser that is written here on purpose. */
final class ArchitectureTest {

    private static JavaClasses house;

    @TempDir
    Path folder;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(place -> !place.contains("-tests.jar"))
                .importPackages("io.weir");
    }

    @Test
    void everyRoomIsSeen() {
        Set<String> seen = new HashSet<>();

        for (JavaClass item : house) {
            ArchitectureRules.room(item).ifPresent(seen::add);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ArchitectureRules.ROOMS.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theHouseKeeps(String name, ArchRule rule) {
        rule.check(house);
    }

    static Stream<Arguments> rules() {
        Stream<Arguments> libraries = ArchitectureRules.LIBRARIES.keySet().stream()
                .map(library -> Arguments.of(library, ArchitectureRules.onlyItsRoomsSee(library)));
        Stream<Arguments> others = Stream.of(
                Arguments.of("every class lives in a room", ArchitectureRules.HOUSE),
                Arguments.of("arrows between rooms", ArchitectureRules.ARROWS),
                Arguments.of("no package cycles", ArchitectureRules.NO_CYCLES),
                Arguments.of("the device API needs the JDK only", ArchitectureRules.API_IS_JDK_ONLY),
                Arguments.of("pipelines do no I/O", ArchitectureRules.PIPELINES_DO_NO_IO),
                Arguments.of("no clock in pipelines and buffer", ArchitectureRules.NO_CLOCK),
                Arguments.of("pipelines have no clock at all", ArchitectureRules.PIPELINES_HAVE_NO_CLOCK),
                Arguments.of("no chance in pipelines and buffer", ArchitectureRules.NO_CHANCE));
        return Stream.concat(others, libraries);
    }

    @Test
    void everyForbiddenArrowIsCaught() throws IOException {
        List<Source> sources = new ArrayList<>();
        List<String> forbidden = new ArrayList<>();
        for (String from : ArchitectureRules.ROOMS.keySet()) {
            sources.add(new Source(from, "Door", "public class Door {}"));
            for (String to : ArchitectureRules.ROOMS.keySet()) {
                if (!from.equals(to)
                        && !ArchitectureRules.ROOMS.getOrDefault(from, Set.of()).contains(to)) {
                    String name = "To" + forbidden.size();
                    sources.add(new Source(from, name, "class " + name + " { " + to + ".Door door; }"));
                    forbidden.add(from + "." + name);
                }
            }
        }

        JavaClasses trespassers = compile(sources);

        assertThat(forbidden).hasSizeGreaterThan(70);
        for (String name : forbidden) {
            assertThat(violations(ArchitectureRules.ARROWS, trespassers)).contains("<" + name + ".door>");
        }
    }

    @Test
    void everyLibraryOutsideItsRoomsIsCaught() throws IOException {
        for (String library : ArchitectureRules.LIBRARIES.keySet()) {
            JavaClasses trespassers = compile(List.of(
                    new Source(library, "Thing", "public class Thing {}"),
                    new Source("io.weir.pipeline", "User", "class User { " + library + ".Thing thing; }")));

            assertThat(violations(ArchitectureRules.onlyItsRoomsSee(library), trespassers))
                    .contains("User.thing");
        }
    }

    @Test
    void aRoomThatNobodyPlannedIsCaught() throws IOException {
        JavaClasses trespassers = compile(List.of(new Source("io.weir.shed", "Tool", "class Tool {}")));

        assertThat(violations(ArchitectureRules.HOUSE, trespassers)).contains("io.weir.shed.Tool has no room");
    }

    @Test
    void aPackageCycleIsCaught() throws IOException {
        JavaClasses trespassers = compile(List.of(
                new Source("io.weir.gateway.one", "One", "public class One { io.weir.gateway.two.Two two; }"),
                new Source("io.weir.gateway.two", "Two", "public class Two { io.weir.gateway.one.One one; }")));

        assertThat(violations(ArchitectureRules.NO_CYCLES, trespassers)).contains("Cycle detected");
    }

    @Test
    void aLibraryInTheDeviceApiIsCaught() throws IOException {
        JavaClasses trespassers = compile(
                List.of(new Source("io.weir.device", "Logging", "class Logging { javax.tools.ToolProvider tools; }")));

        assertThat(violations(ArchitectureRules.API_IS_JDK_ONLY, trespassers)).contains("Logging.tools");
    }

    @Test
    void aPipelineThatReadsAFileIsCaught() throws IOException {
        JavaClasses trespassers =
                compile(List.of(new Source("io.weir.pipeline", "Reader", "class Reader { java.nio.file.Path file; }")));

        assertThat(violations(ArchitectureRules.PIPELINES_DO_NO_IO, trespassers))
                .contains("Reader.file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.time.Clock.systemUTC()", "System.nanoTime()"})
    void aPipelineWithAClockIsCaught(String expression) throws IOException {
        JavaClasses trespassers = compile(List.of(asker("io.weir.pipeline", expression)));

        assertThat(violations(ArchitectureRules.PIPELINES_HAVE_NO_CLOCK, trespassers))
                .contains("Asker.ask()");
    }

    @ParameterizedTest
    @MethodSource("impurities")
    void aQuestionForTimeOrChanceIsCaught(ArchRule rule, String expression) throws IOException {
        for (String room : List.of("io.weir.pipeline", "io.weir.buffer")) {
            JavaClasses trespassers = compile(List.of(asker(room, expression)));

            assertThat(violations(rule, trespassers)).contains("Asker.ask()");
        }
    }

    static Stream<Arguments> impurities() {
        return Stream.of(
                Arguments.of(ArchitectureRules.NO_CLOCK, "java.time.Instant.now()"),
                Arguments.of(ArchitectureRules.NO_CLOCK, "System.currentTimeMillis()"),
                Arguments.of(ArchitectureRules.NO_CHANCE, "new java.util.Random()"),
                Arguments.of(ArchitectureRules.NO_CHANCE, "Math.random()"),
                Arguments.of(ArchitectureRules.NO_CHANCE, "java.util.concurrent.ThreadLocalRandom.current()"));
    }

    private static Source asker(String room, String expression) {
        return new Source(room, "Asker", "class Asker { Object ask() { return " + expression + "; } }");
    }

    private record Source(String room, String name, String text) {}

    private JavaClasses compile(List<Source> sources) throws IOException {
        Path base = Files.createTempDirectory(folder, "trespassers");
        List<String> arguments = new ArrayList<>(List.of("-d", base.toString(), "-proc:none", "-cp", base.toString()));
        for (Source source : sources) {
            Path file = Files.createDirectories(base.resolve(source.room().replace('.', '/')))
                    .resolve(source.name() + ".java");
            Files.writeString(file, "package " + source.room() + ";\n" + source.text());
            arguments.add(file.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        return new ClassFileImporter().importPath(base);
    }

    private static String violations(ArchRule rule, JavaClasses classes) {
        return String.join("\n", rule.evaluate(classes).getFailureReport().getDetails());
    }
}
