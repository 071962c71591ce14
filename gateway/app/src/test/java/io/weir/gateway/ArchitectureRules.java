package io.weir.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructor;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Who may import whom, which library is seen where, and who may ask the system for time and chance. */
final class ArchitectureRules {

    private static final String OURS = "io.weir";

    /** The rooms by their packages, with the other rooms that each may use; a package belongs to the longest name that fits. */
    static final Map<String, Set<String>> ROOMS = rooms();

    /** Libraries that only some rooms may see. */
    static final Map<String, Set<String>> LIBRARIES = Map.of(
            "org.mapdb", Set.of("io.weir.buffer"),
            "io.vertx", Set.of("io.weir.device.mqtt", "io.weir.gateway"),
            "org.eclipse.paho", Set.of("io.weir.mqtt"),
            "org.eclipse.californium", Set.of("io.weir.device.coap"),
            "com.pi4j", Set.of("io.weir.device.gpio"),
            "org.apache.kafka", Set.of("io.weir.uplink.kafka"),
            "software.amazon", Set.of("io.weir.uplink.aws"));

    static final ArchRule ARROWS = classes().should(new ArchCondition<>("use only the rooms that theirs may use") {
        @Override
        public void check(JavaClass from, ConditionEvents events) {
            from.getDirectDependenciesFromSelf().stream()
                    .filter(arrow -> isForbidden(from, arrow))
                    .forEach(arrow -> events.add(SimpleConditionEvent.violated(from, arrow.getDescription())));
        }
    });

    static final ArchRule HOUSE = classes().should(new ArchCondition<>("live in a room") {
        @Override
        public void check(JavaClass item, ConditionEvents events) {
            boolean lives = room(item).isPresent();
            events.add(new SimpleConditionEvent(item, lives, item.getName() + (lives ? " has" : " has no") + " room"));
        }
    });

    static final ArchRule NO_CYCLES =
            slices().assignedFrom(new Packages()).should().beFreeOfCycles();

    static final ArchRule API_IS_JDK_ONLY = classes()
            .that(inRoom("io.weir.device"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.weir.device..");

    static final ArchRule PIPELINES_DO_NO_IO = noClasses()
            .that(inRoom("io.weir.pipeline"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..");

    static final ArchRule NO_CLOCK = noClasses()
            .that(inRoom("io.weir.pipeline").or(inRoom("io.weir.buffer")))
            .should(callMethod(Instant.class, "now").or(callMethod(System.class, "currentTimeMillis")));

    /** The buffer's clock is passed in, or made where the room is entered; pipelines know the time of readings only. */
    static final ArchRule PIPELINES_HAVE_NO_CLOCK = noClasses()
            .that(inRoom("io.weir.pipeline"))
            .should(dependOnClassesThat(type(Clock.class)).or(callMethod(System.class, "nanoTime")));

    static final ArchRule NO_CHANCE = noClasses()
            .that(inRoom("io.weir.pipeline").or(inRoom("io.weir.buffer")))
            .should(callConstructor(Random.class)
                    .or(callMethod(Math.class, "random"))
                    .or(callMethod(ThreadLocalRandom.class, "current")));

    private ArchitectureRules() {}

    private static Map<String, Set<String>> rooms() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        rooms.put("io.weir.device", Set.of());
        rooms.put("io.weir.buffer", Set.of());
        rooms.put("io.weir.mqtt", Set.of());
        rooms.put("io.weir.device.mqtt", Set.of("io.weir.device", "io.weir.mqtt"));
        rooms.put("io.weir.device.coap", Set.of("io.weir.device"));
        rooms.put("io.weir.device.gpio", Set.of("io.weir.device"));
        rooms.put("io.weir.pipeline", Set.of("io.weir.device"));
        rooms.put("io.weir.uplink", Set.of("io.weir.device", "io.weir.buffer"));
        // The sink SPI of io.weir.uplink speaks in settings and sizes of io.weir.device.
        rooms.put("io.weir.uplink.kafka", Set.of("io.weir.uplink", "io.weir.device"));
        rooms.put("io.weir.uplink.aws", Set.of("io.weir.uplink", "io.weir.device"));
        rooms.put("io.weir.gateway", Set.copyOf(rooms.keySet()));
        return rooms;
    }

    /** One rule for each library of {@link #LIBRARIES}. */
    static ArchRule onlyItsRoomsSee(String library) {
        Set<String> rooms = LIBRARIES.getOrDefault(library, Set.of());
        return noClasses()
                .that(new DescribedPredicate<>("are not in " + rooms) {
                    @Override
                    public boolean test(JavaClass item) {
                        return room(item).filter(rooms::contains).isEmpty();
                    }
                })
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..");
    }

    static Optional<String> room(JavaClass item) {
        String name = item.getPackageName() + ".";
        return ROOMS.keySet().stream()
                .filter(room -> name.startsWith(room + "."))
                .max(Comparator.comparingInt(String::length));
    }

    private static boolean isForbidden(JavaClass from, Dependency arrow) {
        JavaClass to = arrow.getTargetClass().getBaseComponentType();
        if (!to.getPackageName().startsWith(OURS)) {
            return false;
        }
        Optional<String> source = room(from);
        Optional<String> target = room(to);
        return !source.equals(target)
                && !(source.isPresent()
                        && target.isPresent()
                        && ROOMS.getOrDefault(source.get(), Set.of()).contains(target.get()));
    }

    /** Every package is a slice of its own; only the device API and the words it is configured with are one contract in two packages. */
    private static final class Packages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass item) {
            String name = item.getPackageName();
            return name.startsWith(OURS)
                    ? SliceIdentifier.of(name.equals("io.weir.device.config") ? "io.weir.device" : name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "our packages";
        }
    }

    private static DescribedPredicate<JavaClass> inRoom(String room) {
        return DescribedPredicate.describe("are in " + room, item -> room(item).equals(Optional.of(room)));
    }
}
