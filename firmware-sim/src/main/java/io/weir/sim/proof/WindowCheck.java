package io.weir.sim.proof;

import io.weir.sim.cloud.Arrival;
import io.weir.sim.proof.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the windows of one device that arrived against those which its readings give. Used once, by one thread. */
final class WindowCheck {
    private final String device;
    private final List<Finding> findings;

    private record Place(String metric, long fromMillis) {}

    WindowCheck(String device, List<Finding> findings) {
        this.device = device;
        this.findings = findings;
    }

    /** Returns how many windows are as they should be. */
    long check(List<WindowResult> expected, List<Arrival> arrivals) {
        Map<Place, WindowResult> wanted = new HashMap<>();
        expected.forEach(window -> wanted.put(new Place(window.metric(), window.fromMillis()), window));
        Set<Place> seen = new HashSet<>();
        Map<String, Long> newest = new HashMap<>();
        long right = 0;
        for (WindowResult window : windows(arrivals)) {
            Place place = new Place(window.metric(), window.fromMillis());
            WindowResult model = wanted.get(place);
            if (!seen.add(place)) {
                report(Kind.DOUBLED, "window " + window);
            } else if (model == null) {
                report(Kind.WINDOW_UNEXPECTED, window.toString());
            } else if (!model.agreesWith(window)) {
                report(Kind.WINDOW_WRONG, window + "; should be " + model);
            } else {
                right++;
            }
            Long before = newest.put(window.metric(), window.fromMillis());
            if (before != null && before > window.fromMillis()) {
                report(Kind.REORDERED, "window " + window);
            }
        }
        expected.stream()
                .filter(window -> !seen.contains(new Place(window.metric(), window.fromMillis())))
                .forEach(window -> report(Kind.WINDOW_MISSING, window.toString()));
        return right;
    }

    private static List<WindowResult> windows(List<Arrival> arrivals) {
        List<WindowResult> windows = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.Window window) {
                windows.add(new WindowResult(
                        window.metric(),
                        window.fromMillis(),
                        window.toMillis(),
                        window.count(),
                        window.mean(),
                        window.min(),
                        window.max()));
            }
        }
        return windows;
    }

    private void report(Kind kind, String detail) {
        findings.add(new Finding(kind, device + " " + detail));
    }
}
