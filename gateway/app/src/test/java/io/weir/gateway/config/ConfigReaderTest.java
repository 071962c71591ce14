package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.WhenFull;
import io.weir.device.ByteSize;
import io.weir.pipeline.StepSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    @Test
    void readsAGoodFileWithDefaultsVariablesAndReferences() throws IOException {
        GatewayConfig config = Samples.good(Samples.GOOD);

        assertThat(config.gateway().id()).isEqualTo("pump-house-3");
        assertThat(config.gateway().tags()).containsEntry("site", "plant-3");
        assertThat(config.gateway().simulatedGpio()).isTrue();
        assertThat(config.adapters()).containsOnlyKeys("cabinet", "field", "shopfloor");
        assertThat(config.settings()
                        .section("adapters")
                        .section("shopfloor")
                        .secret("password")
                        .text())
                .isEqualTo("canary-env");
        assertThat(config.buffer())
                .isEqualTo(new GatewayConfig.Buffer(
                        ByteSize.ofMebibytes(1024),
                        Duration.ofDays(7),
                        WhenFull.DROP_OLDEST,
                        Duration.ofHours(1),
                        Duration.ZERO,
                        Optional.empty()));
        assertThat(config.pipelines().get(0).steps()).extracting(StepSpec::id).containsExactly("1-range", "quiet");
        assertThat(config.control()).isEmpty();
    }

    @Test
    void theSmallestFileTakesEveryDefault() {
        GatewayConfig config = Samples.good("gateway: {id: gw-1, data-dir: ./data}");

        assertThat(config.gateway().dashboard().listen()).isEqualTo("127.0.0.1:8080");
        assertThat(config.gateway().simulatedGpio()).isFalse();
        assertThat(config.buffer().maxSize()).isEqualTo(ByteSize.ofMebibytes(2048));
        assertThat(config.buffer().keepDelivered()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void reportsEveryMistakeAtOnceInTheOrderOfTheText() {
        String yaml = """
                gateway:
                  id: Pump House
                  data-dir: ./data
                  group: plant-3
                adapters:
                  field:
                    type: mqtt
                    listen: "127.0.0.1:99999"
                    recieve-maximum: 10
                    topics: [{topic: "a/{device}", decode: {format: jsn}}]
                  door:
                    type: gpoi
                pipelines:
                  climate:
                    from: [feild, door]
                    steps:
                      - range: {min: "0,2"}
                      - deadband: {abs: 1, heartbeat: 5 sec}
                      - hampel: {k: 3}
                      - wndow: {size: 1m}
                buffer: {max-size: 64}
                uplinks:
                  cloud: {type: http, url: "ftp://h/", streams: [climat], token: canary}
                contrl: {}
                """;

        assertThat(Samples.brief(Samples.read(yaml)))
                .containsExactly(
                        "2:7 type gateway.id",
                        "4:3 not-available gateway.group",
                        "8:13 type adapters.field.listen",
                        "9:5 unknown-key adapters.field.recieve-maximum -> receive-maximum",
                        "10:53 unknown-format adapters.field.topics[0].decode.format -> json",
                        "12:11 unknown-type adapters.door.type -> gpio",
                        "15:12 reference pipelines.climate.from[0] -> field",
                        "17:22 type pipelines.climate.steps[0].range.min -> 0.2",
                        "18:39 type pipelines.climate.steps[1].deadband.heartbeat -> 5s",
                        "19:9 missing pipelines.climate.steps[2].hampel",
                        "20:9 unknown-step pipelines.climate.steps[3].wndow -> window",
                        "21:20 type buffer.max-size -> 64MiB",
                        "23:28 type uplinks.cloud.url",
                        "23:50 reference uplinks.cloud.streams[0] -> climate",
                        "23:66 secret uplinks.cloud.token",
                        "24:1 unknown-key contrl -> control");
    }

    @Test
    void aMissingSectionOrKeyIsReportedAtTheSectionItIsMissingFrom() {
        assertThat(Samples.brief(Samples.read("adapters:\n  field:\n    listen: \"127.0.0.1:1\"\n")))
                .containsExactly("0:0 missing ", "2:3 missing adapters.field");
    }

    @Test
    void aProviderChecksOnlySectionsWhoseKeysAreRight() {
        String yaml = """
                gateway: {id: a, data-dir: d}
                adapters:
                  one: {type: mqtt, topics: {topic: a, decode: {format: json}}}
                  two: {type: mqtt, topics: {topic: a, decode: {format: json}}, tpyo: 1}
                """;

        assertThat(Samples.brief(Samples.read(yaml)))
                .containsExactly("3:3 conflict adapters.one", "4:65 unknown-key adapters.two.tpyo");
    }

    @Test
    void singleInputsAndLateStreamsMustExist() {
        String yaml = """
                gateway: {id: a, data-dir: d}
                adapters:
                  cabinet: {type: gpio, inputs: {door: {pin: 1}}}
                  field: {type: mqtt, listen: "127.0.0.1:0", topics: {topic: a, decode: {format: json}}}
                pipelines:
                  p: {from: [cabinet/dor, field/x, cabinet/door], steps: [{window: {size: 1s}}]}
                  q: {from: cabinet, steps: [{window: {size: 1s, late: true}}]}
                uplinks:
                  u: {type: http, url: "http://h/", streams: [p-late, q-late, q]}
                """;

        assertThat(Samples.brief(Samples.read(yaml)))
                .containsExactly(
                        "6:14 reference pipelines.p.from[0] -> cabinet/door",
                        "6:27 reference pipelines.p.from[1] -> field",
                        "9:47 reference uplinks.u.streams[0]");
    }

    @Test
    void aPageBeyondLoopbackNeedsAPasswordOrTheWordAnonymous() {
        String page = "gateway: {id: a, data-dir: d, dashboard: {listen: \"0.0.0.0:80\"%s}}";

        assertThat(Samples.brief(Samples.read(String.format(page, ""))))
                .containsExactly("1:43 conflict gateway.dashboard.listen");
        assertThat(Samples.read(String.format(page, ", anonymous: true")).problems())
                .isEmpty();
        assertThat(Samples.read(String.format(page, ", password: {file: pw}")).problems())
                .isEmpty();
    }

    @Test
    void whatControlNeedsTogetherMustBeThereTogether() {
        String yaml =
                "gateway: {id: a, data-dir: d}\ncontrol: {broker: \"mqtts://h\", password: {env: P}, tls: {cert: {file: c}}}\n";

        assertThat(Samples.brief(Samples.read(yaml)))
                .containsExactly("2:32 conflict control.password", "2:52 conflict control.tls");
    }

    @Test
    void aMissingVariableWithoutDefaultIsAProblemAndADefaultIsTaken() {
        ConfigReader.Result result = Samples.read(
                "gateway:\n  id: gw-${NR}\n  data-dir: ${DIR:-/var/lib/weir}\n  tags: {a: '$${b', c: '${}'}\n");

        assertThat(Samples.brief(result)).containsExactly("2:7 variable gateway.id", "4:24 variable gateway.tags.c");
        assertThat(Samples.good("gateway: {id: a, data-dir: \"${DIR:-/x}\", tags: {t: \"$${SITE}\"}}")
                        .gateway())
                .satisfies(gateway -> assertThat(gateway.dataDirectory()).isEqualTo(Path.of("/x")))
                .satisfies(gateway -> assertThat(gateway.tags()).containsEntry("t", "${SITE}"));
    }

    @Test
    void aVariableCannotChangeTheStructure() {
        ConfigReader reader = new ConfigReader(Samples.components(), Map.of("EVIL", "x\ncontrol: {broker: mqtt://h}"));

        ConfigReader.Result result = reader.read(
                "w.yaml",
                "gateway: {id: a, data-dir: d, tags: {t: \"${EVIL}\"}}".getBytes(StandardCharsets.UTF_8),
                Path.of("/nowhere"));

        assertThat(result.config())
                .get()
                .satisfies(config -> assertThat(config.control()).isEmpty());
    }

    @Test
    void warnsAboutWhatIsProbablyNotMeant(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("w.yaml"), """
                gateway: {id: a, data-dir: d, dashboard: {password: {file: dashboard.pw}}}
                adapters:
                  cabinet: {type: gpio}
                pipelines:
                  p: {from: cabinet, steps: []}
                """);

        List<String> warnings = Samples.reader().read(file).warnings().stream()
                .map(problem -> problem.line() + " " + problem.path())
                .toList();

        assertThat(warnings).containsExactly("1 gateway.dashboard.password", "5 pipelines.p");
    }

    @Test
    void aSecretFileIsFoundBesideTheConfiguration(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("dashboard.pw"), "geheim\n");
        Path file = Files.writeString(
                folder.resolve("w.yaml"), "gateway: {id: a, data-dir: d, dashboard: {password: {file: dashboard.pw}}}");

        GatewayConfig config = Samples.reader().read(file).config().orElseThrow();

        assertThat(config.gateway().dashboard().password().orElseThrow().text()).isEqualTo("geheim");
        assertThat(config.toString() + config.canonical())
                .doesNotContain("geheim")
                .contains("dashboard.pw");
    }
}
