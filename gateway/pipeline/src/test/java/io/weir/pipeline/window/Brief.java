package io.weir.pipeline.window;

import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.List;

/** Results of a window step in short: {@code d temperature 0-10000 [count=1.0, …] u2 partial}; late readings by their time. */
final class Brief {

    private Brief() {}

    static List<String> results(List<Harness.Event> events, Object... keysAndValues) {
        return Harness.run(Given.pipeline("p", Harness.step("window", keysAndValues)), events).stream()
                .map(Brief::of)
                .toList();
    }

    private static String of(String line) {
        if (line.startsWith("p-late ")) {
            return "late " + line.replaceAll(".*timeMillis=(-?\\d+).*", "$1");
        }
        return line.replaceAll("Aggregate\\[name=([\\w-]+), value=([^]]*)]", "$1=$2")
                .replaceAll(
                        "p WindowResult\\[deviceName=(.*), metric=(.*), fromMillis=(.*), toMillis=(.*), aggregates=(.*), update=(\\d+), partial=(\\w+), timeQuality=TimeQuality\\[origin=(\\w+), era=(\\d+)]]",
                        "$1 $2 $3-$4 $5 u$6 $7 $8-$9")
                .replace(" DEVICE-1", "")
                .replace(" u0", "")
                .replace(" false", "")
                .replace(" true", " partial")
                .strip();
    }
}
