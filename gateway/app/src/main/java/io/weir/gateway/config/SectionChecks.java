package io.weir.gateway.config;

import io.weir.device.config.Settings;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a shape alone cannot see, asked only of sections that are right so far. */
final class SectionChecks {

    private final Components components;
    private final Collected problems;

    SectionChecks(Components components, Collected problems) {
        this.components = components;
        this.problems = problems;
    }

    void check(Settings all) {
        checkKinds(all, "adapters", components.adapters());
        checkKinds(all, "uplinks", components.uplinks());
        checkPipelines(all);
        if (all.has("gateway") && problems.isClean("gateway")) {
            checkDashboard(all.section("gateway").section("dashboard"));
        }
        if (all.has("control") && problems.isClean("control")) {
            Settings control = all.section("control");
            if (control.has("password") && !control.has("username")) {
                problems.report("control.password", "conflict", "a password needs a username beside it");
            }
        }
    }

    private void checkKinds(Settings all, String section, Map<String, Components.Kind> kinds) {
        if (!all.has(section)) {
            return;
        }
        all.named(section).forEach((name, own) -> {
            Components.Kind kind = kinds.get(own.text("type"));
            if (kind != null && problems.isClean(section + "." + name)) {
                kind.check().check(own, problems);
            }
        });
    }

    private void checkPipelines(Settings all) {
        List<PipelineSpec> right = new ArrayList<>();
        all.named("pipelines").forEach((name, own) -> {
            if (problems.isClean("pipelines." + name)) {
                right.add(PipelineSpec.of(name, own));
            }
        });
        Pipelines.check(right, problems);
    }

    private void checkDashboard(Settings page) {
        String listen = page.text("listen");
        if (!isLoopback(listen) && !page.has("password") && !page.flag("anonymous")) {
            problems.report(
                    "gateway.dashboard.listen",
                    "conflict",
                    "`" + listen
                            + "` can be reached from other machines: it needs a password, or the words anonymous: true");
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.startsWith("localhost:") || address.startsWith("[::1]:");
    }
}
