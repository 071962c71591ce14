package io.weir.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.ByteSize;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.Document;
import io.weir.gateway.config.Layers;
import io.weir.gateway.config.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where on the disk a document from afar may have files written. */
class GuardTest {

    private static final String FILE = """
            {"gateway":{"id":"a","data-dir":"/data/weir"},
             "uplinks":{"card":{"type":"file","path":"/media/card/out","streams":["raw"]},
                        "here":{"type":"file","path":"./out","streams":["raw"]},
                        "cloud":{"type":"http","url":"http://h/","streams":["raw"]}}}""";

    private static Document document(String json) {
        return ConfigReader.parse(json.getBytes(StandardCharsets.UTF_8), ByteSize.ofMebibytes(1))
                .document()
                .orElseThrow();
    }

    private static List<Problem> problems(String config) {
        Document file = document(FILE);
        Document layer = document(config);
        return new Guard(Path.of("/etc/weir")).problems(file, layer, Layers.merge(file, layer));
    }

    private static List<Problem> fileSink(String path) {
        return problems("{\"uplinks\":{\"new\":{\"type\":\"file\",\"path\":\"" + path + "\"}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/weir/out",
                "/data/weir/a/../b/c",
                "/data/weir/buffers",
                "/media/card/out",
                "/media/card/out/more",
                "./out",
                "out/x",
            })
    void aFileSinkMayWriteBelowTheDataDirectoryAndWhereTheFileHasOne(String path) {
        assertThat(fileSink(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/cron.d",
                "/",
                "/data/weir",
                "/data/weir/../x",
                "/data/weirdo",
                "/data/weir/buffer",
                "/data/weir/control/x",
                "/data/weir/out/../dead-letter",
                "/media/card",
                "/media/card/out/..",
                "/media/card/outside",
                "elsewhere",
                "out/../../x",
                "..",
            })
    void aFileSinkMayWriteNowhereElse(String path) {
        List<Problem> problems = fileSink(path);

        assertThat(problems).extracting(Problem::code).containsExactly("protected");
        assertThat(problems.get(0).pointer()).isEqualTo("/uplinks/new/path");
        assertThat(problems.get(0).message()).contains("below the data directory", "the gateway's own file names");
    }

    @Test
    void aSinkOfTheFileCannotBeMovedOrTurnedIntoAFileSink() {
        String moved = "{\"uplinks\":{\"card\":{\"path\":\"/etc\"},"
                + "\"cloud\":{\"type\":\"file\",\"url\":null,\"path\":\"/srv/x\"}}}";

        assertThat(problems(moved))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/uplinks/card/path", "/uplinks/cloud/path");
    }

    @Test
    void aDocumentThatLeavesTheSinksOfTheFileAloneMayComeBesideThem() {
        assertThat(problems("{\"uplinks\":{\"card\":{\"streams\":[\"raw\",\"more\"]}}}"))
                .isEmpty();
    }
}
